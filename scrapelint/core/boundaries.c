/* What boundaries between words score.

   A boundary is told by the number of the word behind it; that of the end of a line by how many
   words there are. */

#include "model.h"

typedef struct {
    const Model *model;
    const Line *line;
    size_t index, pause; /* the boundary, and the first mark at or behind it */
    int in_brackets;
    const uint16_t *parts[PLACES + 1];
    uint16_t marks[LEVELS];
} Cursor;

static Cursor
cursor_of(const Model *model, const Line *line)
{
    return (Cursor){.model = model, .line = line};
}

static const Word *
word_at(const Model *model, const Line *line, Py_ssize_t at)
{
    size_t number = at < 0                             ? BEFORE_LINE
                    : (size_t)at >= line->words.size ? AFTER_LINE
                                                       : line->words.at[at];
    return &model->words.words[number];
}

/* Go on to a boundary, past the marks before it; brackets are marks. */
static void
go_to(Cursor *cursor, size_t index)
{
    const Numbers *pauses = &cursor->line->pauses;
    for (; cursor->pause < pauses->size && pauses->at[cursor->pause] < index; cursor->pause++) {
        Py_ssize_t mark = (Py_ssize_t)pauses->at[cursor->pause];
        uint32_t flags = word_at(cursor->model, cursor->line, mark)->flags;
        if (flags & (OPENS | CLOSES)) cursor->in_brackets = (flags & OPENS) != 0;
    }
    cursor->index = index;
}

/* Return the key of a feature; there is none in a table of a part that is 0. */
static uint64_t
key_of(const Cursor *cursor, const Template *template)
{
    uint64_t key = template->letter;
    for (int number = 0; number < template->parts; number++) {
        Slot slot = template->slots[number];
        key = key << PART_BITS | cursor->parts[slot.place][slot.level];
    }
    return key;
}

/* Return what two neighbours score that are looked at one by one. */
static int64_t
apart(const Model *model, const Word *left, const Word *right)
{
    return (int64_t)model->bias + left->left.alone + right->right.alone;
}

/* Return the most that two neighbours can add together. */
static int64_t
most(const Word *left, const Word *right)
{
    return left->left.most < right->right.most ? left->left.most : right->right.most;
}

/* Write down the keys of the features of two neighbours that may hold. Returns how many there are.

   Those that are in no table are left out first: a processor cannot guess which they are, and
   does better without having to. The memory of the others is fetched while it works on. */
static size_t
near_keys(const Model *model, const Word *left, const Word *right, uint64_t *keys)
{
    const Weights *weights = &model->weights;
    size_t size = 0;
    for (uint32_t bits = left->near_left & right->near_right; bits; bits &= bits - 1) {
        const Template *template = &model->shared.at[lowest_bit(bits)];
        uint64_t key = template->letter;
        key = key << PART_BITS | left->parts[template->slots[0].level];
        key = key << PART_BITS | right->parts[template->slots[1].level];
        keys[size] = key;
        size += (size_t)weights_may_have_pair(weights, key);
    }
    for (size_t at = 0; at < size; at++)
        PREFETCH(&weights->pairs[weights_pair_home(weights, keys[at])]);
    return size;
}

static int64_t
sum_of_pairs(const Weights *weights, const uint64_t *keys, size_t size)
{
    int64_t total = 0;
    while (size) total += weights_of_pair(weights, keys[--size]);
    return total;
}

static int64_t
sum_of(const Weights *weights, const uint64_t *keys, size_t size)
{
    int64_t total = 0;
    while (size) total += weights_of(weights, keys[--size]);
    return total;
}

static size_t
nearer(size_t distance)
{
    return distance < FAR ? distance : FAR;
}

/* Return how far behind a boundary a mark is, the one of some number, and which. */
static size_t
until(const Cursor *cursor, size_t index, size_t pause, uint32_t *mark)
{
    const Line *line = cursor->line;
    int is_there = pause < line->pauses.size;
    size_t place = is_there ? line->pauses.at[pause] : line->words.size;
    *mark = is_there ? word_at(cursor->model, line, (Py_ssize_t)place)->flags >> MARK_SHIFT : 0;
    return nearer(place - index);
}

/* Look at the words and marks around. Returns which features may hold. */
static uint64_t
look_around(Cursor *cursor, int64_t *total)
{
    static const int offsets[PLACES] = {[L3] = -3, [L2] = -2, [L1] = -1, [R2] = 1, [R3] = 2};
    const Model *model = cursor->model;
    uint64_t possible = model->around;
    for (int place = 0; place < PLACES; place++) {
        Py_ssize_t at = (Py_ssize_t)cursor->index + offsets[place];
        const Word *word = word_at(model, cursor->line, at);
        cursor->parts[place] = word->parts;
        const Around *around = &model->words.around[word - model->words.words];
        possible &= around->possible[place];
        if (place >= L2) *total += around->alone[place - L2];
    }
    size_t last = cursor->pause ? cursor->line->pauses.at[cursor->pause - 1] + 1 : 0;
    uint32_t mark;
    cursor->parts[MARKS] = cursor->marks;
    cursor->marks[SINCE] = model->distances[nearer(cursor->index - last)];
    cursor->marks[UNTIL] = model->distances[until(cursor, cursor->index, cursor->pause, &mark)];
    return possible;
}

/* Write down the key of a feature behind others if it may be in a table. Returns how many. */
static size_t
add_key(const Cursor *cursor, const Template *template, uint64_t *keys, size_t size)
{
    keys[size] = key_of(cursor, template);
    return size + (size_t)weights_may_have(&cursor->model->weights, keys[size]);
}

static size_t
add_keys(const Cursor *cursor, const Templates *templates, uint64_t *keys, size_t size)
{
    for (size_t at = 0; at < templates->size; at++)
        size = add_key(cursor, &templates->at[at], keys, size);
    return size;
}

/* Write down the keys of all features but those of the neighbours alone; see `near_keys`. What
   words add by themselves is added to a score. */
static size_t
around_keys(Cursor *cursor, int64_t *score, uint64_t *keys)
{
    const Model *model = cursor->model;
    size_t size = 0;
    for (uint64_t bits = look_around(cursor, score); bits; bits &= bits - 1)
        size = add_key(cursor, &model->shared.at[lowest_bit(bits)], keys, size);
    const Word *behind = word_at(model, cursor->line, (Py_ssize_t)cursor->index);
    if (behind->flags >> MARK_SHIFT) {
        uint32_t mark;
        size_t distance = until(cursor, cursor->index + 1, cursor->pause + 1, &mark);
        cursor->marks[NEXT] = (Py_ssize_t)mark < model->marks ? model->nexts[mark][distance] : 0;
        size = add_keys(cursor, &model->before_mark, keys, size);
    }
    if (cursor->in_brackets) size = add_keys(cursor, &model->in_brackets, keys, size);
    for (size_t at = 0; at < size; at++)
        PREFETCH(&model->weights.cells[weights_home(&model->weights, keys[at])]);
    return size;
}

/* ------------------------------------------------------------------ boundaries that score enough

   They are looked at several at a time: what is needed of one is fetched meanwhile. */

enum { TOGETHER = 16 };

/* A boundary that may score enough: its score so far, and where the keys end that were not looked
   up yet; those of the one before end where its own begin. */
typedef struct {
    size_t index;
    int is_scar;
    int64_t score;
    size_t keys;
} Doubt;

typedef struct {
    Cursor cursor;
    size_t next, scar; /* the next boundary, and the first scar there or behind */
    Doubt doubts[TOGETHER];
    size_t size;
    uint64_t near[TOGETHER * MOST_NEAR];
    uint64_t around[TOGETHER * (MOST_SHARED + MOST_MORE)];
} Search;

/* Tell whether scars matter and one is at a boundary, and go past it. */
static int
is_scarred(Search *search, const Bounds *bounds, size_t index)
{
    const Numbers *scars = &search->cursor.line->scars;
    int is_there = search->scar < scars->size && scars->at[search->scar] == index;
    search->scar += (size_t)is_there;
    return is_there && bounds->scar != 0;
}

/* Take the next boundaries whose neighbours may reach the gate. */
static void
look_at_each(Search *search, const Bounds *bounds)
{
    const Model *model = search->cursor.model;
    const Line *line = search->cursor.line;
    const Word *left = word_at(model, line, (Py_ssize_t)search->next - 1), *right;
    size_t keys = search->size = 0;
    for (; search->next <= line->words.size && search->size < TOGETHER; left = right) {
        size_t index = search->next++;
        right = word_at(model, line, (Py_ssize_t)index);
        int is_scar = is_scarred(search, bounds, index);
        int64_t score = apart(model, left, right);
        if (!is_scar && score + most(left, right) < model->gate) continue;
        keys += near_keys(model, left, right, search->near + keys);
        search->doubts[search->size++] = (Doubt){index, is_scar, score, keys};
    }
}

/* Have what is known of the words around a boundary fetched. */
static void
fetch_around(const Search *search, size_t index)
{
    const Words *words = &search->cursor.model->words;
    const Numbers *numbers = &search->cursor.line->words;
    size_t at = index > REACH ? index - REACH : 0;
    size_t end = index + REACH < numbers->size ? index + REACH : numbers->size;
    for (; at < end; at++) PREFETCH(&words->around[numbers->at[at]]);
}

/* Keep those whose neighbours do reach it. */
static void
look_at_pairs(Search *search)
{
    const Model *model = search->cursor.model;
    size_t size = 0, start = 0;
    for (size_t at = 0; at < search->size; at++) {
        Doubt doubt = search->doubts[at];
        doubt.score += sum_of_pairs(&model->weights, search->near + start, doubt.keys - start);
        start = doubt.keys;
        if (!doubt.is_scar && doubt.score < model->gate) continue;
        fetch_around(search, doubt.index);
        search->doubts[size++] = doubt;
    }
    search->size = size;
}

/* Look at what is around each. */
static void
look_around_each(Search *search)
{
    size_t keys = 0;
    for (size_t at = 0; at < search->size; at++) {
        Doubt *doubt = &search->doubts[at];
        go_to(&search->cursor, doubt->index);
        keys += around_keys(&search->cursor, &doubt->score, search->around + keys);
        doubt->keys = keys;
    }
}

/* Keep those that score enough. */
static void
look_at_all(Search *search, const Bounds *bounds)
{
    size_t size = 0, start = 0;
    for (size_t at = 0; at < search->size; at++) {
        Doubt doubt = search->doubts[at];
        int64_t needed = doubt.index ? bounds->least : bounds->at_start;
        if (doubt.is_scar && needed > bounds->least - bounds->scar)
            needed = bounds->least - bounds->scar;
        doubt.score += sum_of(&search->cursor.model->weights, search->around + start,
                              doubt.keys - start);
        start = doubt.keys;
        if (doubt.score >= needed) search->doubts[size++] = doubt;
    }
    search->size = size;
}

int
model_reach(const Model *model, const Line *line, const Bounds *bounds, Py_ssize_t number,
            PyObject *found)
{
    Search search; /* most of it is written before it is read */
    search.cursor = cursor_of(model, line);
    search.next = search.scar = 0;
    while (search.next <= line->words.size) {
        look_at_each(&search, bounds);
        look_at_pairs(&search);
        look_around_each(&search);
        look_at_all(&search, bounds);
        for (size_t at = 0; at < search.size; at++) {
            Py_ssize_t index = (Py_ssize_t)search.doubts[at].index;
            if (append(found, Py_BuildValue("(nn)", number, index)) < 0) return -1;
        }
    }
    return 0;
}

/* ------------------------------------------------------------------ boundaries asked for */

/* Return the score of a boundary. */
static int64_t
score_of(Cursor *cursor, size_t index)
{
    const Model *model = cursor->model;
    const Word *left = word_at(model, cursor->line, (Py_ssize_t)index - 1);
    const Word *right = word_at(model, cursor->line, (Py_ssize_t)index);
    uint64_t keys[MOST_SHARED + MOST_MORE];
    go_to(cursor, index);
    int64_t score = apart(model, left, right);
    score += sum_of_pairs(&model->weights, keys, near_keys(model, left, right, keys));
    size_t size = around_keys(cursor, &score, keys);
    return score + sum_of(&model->weights, keys, size);
}

int
model_score(const Model *model, const Line *line, PyObject *boundaries, PyObject *found)
{
    Cursor cursor = cursor_of(model, line);
    Py_ssize_t size = PyList_Size(boundaries);
    for (Py_ssize_t number = 0; number < size; number++) {
        size_t wanted = PyLong_AsSize_t(PyList_GetItem(boundaries, number));
        if (wanted == (size_t)-1 && PyErr_Occurred()) return -1;
        if (wanted < cursor.index || wanted > line->words.size) {
            PyErr_SetString(PyExc_ValueError, "boundaries are asked for in order");
            return -1;
        }
        if (append(found, PyLong_FromLongLong(score_of(&cursor, wanted))) < 0) return -1;
    }
    return 0;
}
