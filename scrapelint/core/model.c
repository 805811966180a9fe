/* The gap model: what each boundary between two words of a text scores. */

#include "source.h"
#include "words.h"

#include <structmember.h>

#include <string.h>

/* What a feature may look at: words before (l) and behind (r) the boundary by their form, the
   same (c, d) by their kind, and how far the next marks are. features.py names them so. */
typedef struct {
    uint8_t place, level;
} Slot;
enum { MARKS = PLACES, SINCE = 0, UNTIL, NEXT }; /* a place, and levels, that are of no word */
static const struct {
    const char *name;
    Slot slot;
} SLOTS[] = {
    {"l1", {L1, FORM}},        {"l2", {L2, FORM}},         {"l3", {L3, FORM}},
    {"r1", {R1, FORM}},        {"r2", {R2, FORM}},         {"r3", {R3, FORM}},
    {"c1", {L1, KIND}},        {"c2", {L2, KIND}},         {"c3", {L3, KIND}},
    {"d1", {R1, KIND}},        {"d2", {R2, KIND}},         {"d3", {R3, KIND}},
    {"tail", {L1, ENDING}},    {"initial", {R1, INITIAL}}, {"ending", {R1, ENDING}},
    {"since", {MARKS, SINCE}}, {"until", {MARKS, UNTIL}},  {"next", {MARKS, NEXT}},
};
enum { SLOT_COUNT = sizeof SLOTS / sizeof *SLOTS };
enum { FAR = 4 }; /* distances beyond are all the same */
enum { MOST_SHARED = 64, MOST_NEAR = 16 }; /* features of several words, and of neighbours */
enum { MOST_MORE = 16 };                   /* and those asked for in some places only */

typedef struct {
    uint64_t letter;
    int parts;
    Slot slots[MOST_PARTS];
} Template;

typedef struct {
    Template *at;
    size_t size, room;
} Templates;

typedef struct {
    PyObject_HEAD
    Weights weights;
    Letters letters;
    Words words;
    Templates alone, shared; /* features of one word, and of several */
    uint64_t near, around;   /* which of the latter tell of neighbours, and of all around */
    uint64_t asked[PLACES][LEVELS][MOST_PARTS]; /* which of them look there for which part */
    Templates before_mark, in_brackets;
    int32_t bias, gate;
    int is_left;
    uint16_t distances[FAR + 1];  /* the parts "0" to "4" */
    uint16_t (*nexts)[FAR + 1];   /* the same before a mark, by its number */
    Py_ssize_t marks;
} Model;

/* ------------------------------------------------------------------ making one */

static int
slot_named(const char *name, size_t size)
{
    for (int slot = 0; slot < SLOT_COUNT; slot++)
        if (strlen(SLOTS[slot].name) == size && memcmp(SLOTS[slot].name, name, size) == 0)
            return slot;
    PyErr_SetString(PyExc_ValueError, "a feature names what there is not");
    return -1;
}

static int
keep(Templates *templates, Template template)
{
    if (grow((void **)&templates->at, &templates->room, templates->size + 1, sizeof template) < 0)
        return -1;
    templates->at[templates->size++] = template;
    return 0;
}

/* Read one feature as `e {l1} {r1}`. */
static int
read_template(const char *line, const char *end, Template *template)
{
    *template = (Template){.letter = (uint64_t)line[0] & 0x7f};
    for (const char *at = line; (at = memchr(at, '{', (size_t)(end - at))) != NULL;) {
        const char *close = memchr(at, '}', (size_t)(end - at));
        int slot = close == NULL || template->parts == MOST_PARTS
                       ? slot_named("", 0)
                       : slot_named(at + 1, (size_t)(close - at - 1));
        if (slot < 0) return -1;
        template->slots[template->parts++] = SLOTS[slot].slot;
        at = close;
    }
    return 0;
}

static int
read_templates(Templates *templates, const char *text)
{
    while (*text) {
        const char *end = strchr(text, '\n');
        if (end == NULL) end = text + strlen(text);
        Template template;
        if (read_template(text, end, &template) < 0 || keep(templates, template) < 0) return -1;
        text = *end ? end + 1 : end;
    }
    return 0;
}

static int
too_many(void)
{
    PyErr_SetString(PyExc_ValueError, "there are too many features");
    return -1;
}

/* Give a feature of several words its bit. */
static int
keep_shared(Model *model, const Template *template, uint64_t *bits)
{
    if (model->shared.size == MOST_SHARED) return too_many();
    uint64_t bit = 1ULL << model->shared.size;
    *bits |= bit;
    model->weights.letters[template->letter] |= bit;
    for (int part = 0; part < template->parts; part++) {
        Slot slot = template->slots[part];
        if (slot.place != MARKS) model->asked[slot.place][slot.level][part] |= bit;
    }
    return keep(&model->shared, *template);
}

/* Keep the features of one word apart. */
static int
sort(Model *model, Templates templates, uint64_t *bits)
{
    for (size_t at = 0; at < templates.size; at++) {
        const Template *template = &templates.at[at];
        int is_alone = template->parts == 1 && template->slots[0].place != MARKS;
        if ((is_alone ? keep(&model->alone, *template) : keep_shared(model, template, bits)) < 0)
            return -1;
    }
    return 0;
}

/* See to it that what is asked for everywhere is of pairs: the left neighbour, then the right. */
static int
check_near(const Model *model)
{
    if (model->shared.size > MOST_NEAR) return too_many();
    for (size_t at = 0; at < model->shared.size; at++) {
        const Template *template = &model->shared.at[at];
        if (template->parts != 2 || template->slots[0].place != L1 ||
            template->slots[1].place != R1) {
            PyErr_SetString(PyExc_ValueError, "a feature of neighbours has a left and a right one");
            return -1;
        }
    }
    return 0;
}

static int
read_sorted(Model *model, const char *text, uint64_t *bits)
{
    Templates templates = {0};
    int status = read_templates(&templates, text);
    if (status == 0) status = sort(model, templates, bits);
    PyMem_Free(templates.at);
    return status;
}

static uint16_t
distance_part(const Model *model, int distance, const char *mark, size_t size)
{
    char text[16] = {(char)('0' + distance)};
    if (size >= sizeof text) return 0;
    memcpy(text + 1, mark, size);
    return (uint16_t)weights_part(&model->weights, text, size + 1);
}

/* Look up what distances are called, alone and with each mark. */
static int
read_marks(Model *model, PyObject *marks)
{
    model->marks = PySequence_Size(marks);
    if (model->marks < 0) return -1;
    model->nexts = PyMem_Calloc((size_t)model->marks + 1, sizeof *model->nexts);
    if (model->nexts == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (int distance = 0; distance <= FAR; distance++)
        model->distances[distance] = distance_part(model, distance, "", 0);
    for (Py_ssize_t number = 0; number < model->marks; number++) {
        PyObject *mark = PySequence_GetItem(marks, number);
        Py_ssize_t size;
        const char *text = mark == NULL ? NULL : PyUnicode_AsUTF8AndSize(mark, &size);
        for (int distance = 0; text != NULL && distance <= FAR; distance++)
            model->nexts[number][distance] = distance_part(model, distance, text, (size_t)size);
        Py_XDECREF(mark);
        if (text == NULL) return -1;
    }
    return 0;
}

/* ------------------------------------------------------------------ weighing a word */

/* Return which shared features may hold with a word at a place: a table entry has it there. */
static uint64_t
possible_with(const Model *model, const Word *word, int place)
{
    uint64_t possible = ~0ULL;
    for (int level = 0; level < LEVELS; level++)
        for (int number = 0; number < MOST_PARTS; number++) {
            uint64_t asked = model->asked[place][level][number];
            if (asked)
                possible &= ~asked | weights_holders(&model->weights, word->parts[level], number);
        }
    return possible;
}

/* Return the most that a word can add with a neighbour, where it is the left or right one. */
static int32_t
most_of(const Model *model, const Word *word, int side)
{
    int32_t most = 0;
    for (int at = 0; model->near >> at; at++) {
        uint16_t part = word->parts[model->shared.at[at].slots[side].level];
        most += weights_largest(&model->weights, at, side, part);
    }
    return most;
}

static void
weigh(Model *model, size_t number)
{
    Word *word = &model->words.words[number];
    Around *around = &model->words.around[number];
    int32_t alone[PLACES] = {0};
    for (size_t at = 0; at < model->alone.size; at++) {
        const Template *template = &model->alone.at[at];
        uint16_t part = word->parts[template->slots[0].level];
        uint64_t key = template->letter << PART_BITS | part;
        if (part) alone[template->slots[0].place] += weights_of(&model->weights, key);
    }
    for (int place = 0; place < PLACES; place++)
        around->possible[place] = possible_with(model, word, place);
    word->near_left = (uint16_t)(around->possible[L1] & model->near);
    word->near_right = (uint16_t)(around->possible[R1] & model->near);
    word->left = (Side){alone[L1], most_of(model, word, 0)};
    word->right = (Side){alone[R1], most_of(model, word, 1)};
    memcpy(around->alone, alone + L2, sizeof around->alone);
}

/* Work out what new words weigh at each place by themselves, and with which features. */
static void
weigh_new(Model *model)
{
    Words *words = &model->words;
    while (words->weighed < words->size) weigh(model, words->weighed++);
}

static int
model_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"weights",     "bias",        "gate",  "is_left", "near", "around",
                            "before_mark", "in_brackets", "marks", "classes", "know", "letters",
                            NULL};
    Model *model = (Model *)self;
    PyObject *weights, *marks, *classes, *know, *letters;
    const char *near, *around, *before_mark, *in_brackets;
    int bias, gate, is_left;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O!iipssssOO!OO", names, &PyBytes_Type, &weights,
                                     &bias, &gate, &is_left, &near, &around, &before_mark,
                                     &in_brackets, &marks, &PyDict_Type, &classes, &know, &letters))
        return -1;
    if (model->weights.source != NULL) {
        PyErr_SetString(PyExc_TypeError, "a model is made once");
        return -1;
    }
    model->bias = bias;
    model->gate = gate;
    model->is_left = is_left;
    model->letters.ask = Py_NewRef(letters);
    if (read_sorted(model, near, &model->near) < 0 || check_near(model) < 0 ||
        read_sorted(model, around, &model->around) < 0 ||
        read_templates(&model->before_mark, before_mark) < 0 ||
        read_templates(&model->in_brackets, in_brackets) < 0 ||
        weights_read(&model->weights, weights, model->near) < 0 || read_marks(model, marks) < 0)
        return -1;
    if (model->before_mark.size + model->in_brackets.size > MOST_MORE) return too_many();
    if (words_start(&model->words, &model->weights, classes, know) < 0) return -1;
    weigh_new(model);
    return 0;
}

static void
model_dealloc(PyObject *self)
{
    Model *model = (Model *)self;
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    weights_free(&model->weights);
    letters_free(&model->letters);
    words_free(&model->words);
    PyMem_Free(model->alone.at);
    PyMem_Free(model->shared.at);
    PyMem_Free(model->before_mark.at);
    PyMem_Free(model->in_brackets.at);
    PyMem_Free(model->nexts);
    PyObject_GC_Del(self);
    Py_DECREF(type);
}

static int
model_traverse(PyObject *self, visitproc visit, void *arg)
{
    Model *model = (Model *)self;
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(model->letters.ask);
    Py_VISIT(model->words.know);
    return 0;
}

static int
model_clear(PyObject *self)
{
    Model *model = (Model *)self;
    Py_CLEAR(model->letters.ask);
    Py_CLEAR(model->words.know);
    return 0;
}

/* ------------------------------------------------------------------ scoring

   A boundary is told by the number of the word behind it; that of the end of a line by how many
   words there are. */

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

/* ------------------------------------------------------------------ what is asked of one */

/* A text being read, a line after the other. */
typedef struct {
    Model *model;
    Source source;
    Characters characters; /* of the source, those that are at hand */
    Py_ssize_t next;       /* where the next line begins, or the next part of one */
    Line line;
} Reading;

/* Have the next characters at hand, so many if there are, and all told about them. */
static int
reading_ahead(Reading *reading, Py_ssize_t size)
{
    Source *source = &reading->source;
    Py_ssize_t left = source->size - reading->next;
    int status = source_read(source, reading->next, reading->next + (size < left ? size : left));
    if (status <= 0) return status;
    return letters_tell(&reading->model->letters, source->characters,
                        (size_t)(source->end - source->start), &reading->characters);
}

static int
reading_start(Reading *reading, Model *model, PyObject *text)
{
    *reading = (Reading){.model = model, .source = source_of(text)};
    model->words.readers++;
    if (model->words.know == NULL || model->words.size < OUTSIDE) {
        PyErr_SetString(PyExc_TypeError, "the model was not made");
        return -1;
    }
    return reading->source.size < 0 ? -1 : 0;
}

/* Return the place behind the last space before a place, or the next one to be read. */
static Py_ssize_t
behind_space(const Reading *reading, Py_ssize_t at)
{
    const uint8_t *kinds = reading->characters.kinds;
    Py_ssize_t start = reading->source.start;
    while (at > reading->next && !(kinds[at - 1 - start] & SPACE)) at--;
    return at;
}

/* Find where the line ends, or a part of it that ends between words if it is long; what is before
   is at hand then, and the character behind. Returns 1 for the line, 0 for a part, -1 with an
   exception. */
static int
part_end(Reading *reading, Py_ssize_t *end)
{
    const Source *source = &reading->source;
    Py_ssize_t at = reading->next;
    for (;;) {
        while (at < source->end && *source_at(source, at) != '\n') at++;
        *end = at;
        if (at < source->end || at == source->size) return 1;
        Py_ssize_t size = at - reading->next;
        if (size >= AT_ONCE && (*end = behind_space(reading, at - 1)) > reading->next) return 0;
        if (reading_ahead(reading, size < AT_ONCE ? AT_ONCE : 2 * size) < 0) return -1;
    }
}

/* Read the next line. Returns 1, 0 if there is none, -1 with an exception. */
static int
reading_next(Reading *reading)
{
    if (reading->next > reading->source.size) return 0;
    if (reading_ahead(reading, 1) < 0) return -1;
    Model *model = reading->model;
    words_begin(&model->words, *source_at(&reading->source, reading->next) == ' ', &reading->line);
    for (int is_line = 0; !is_line;) {
        Py_ssize_t end;
        is_line = part_end(reading, &end);
        if (is_line < 0) return -1;
        size_t start = (size_t)(reading->next - reading->source.start);
        if (words_read(&model->words, &model->weights, &model->letters, &reading->characters,
                       model->is_left, start, start + (size_t)(end - reading->next),
                       &reading->line) < 0)
            return -1;
        reading->next = end + is_line;
    }
    weigh_new(model);
    return 1;
}

/* Return what was found, or NULL where reading failed. */
static PyObject *
reading_end(Reading *reading, int status, PyObject *found)
{
    reading->model->words.readers--;
    source_free(&reading->source);
    characters_free(&reading->characters);
    PyMem_Free(reading->line.words.at);
    PyMem_Free(reading->line.pauses.at);
    PyMem_Free(reading->line.scars.at);
    if (status < 0) Py_CLEAR(found);
    return found;
}

static PyObject *
counts_of(const Reading *reading)
{
    const Numbers *words = &reading->line.words;
    Py_ssize_t letters = 0, listed = 0, begun = 0, capitals = 0;
    for (size_t at = 0; at < words->size; at++) {
        const Word *word = &reading->model->words.words[words->at[at]];
        if (!(word->flags & IS_WORD)) continue;
        letters++;
        listed += (word->flags & LISTED) != 0;
        begun += word_is_first(word);
        capitals += word_is_first(word) && (word->flags & CAPITAL);
    }
    return Py_BuildValue("(nnnnn)", (Py_ssize_t)words->size, letters, listed, begun, capitals);
}

static PyObject *
model_counts(PyObject *self, PyObject *text)
{
    Reading reading;
    int status = reading_start(&reading, (Model *)self, text);
    PyObject *found = status < 0 ? NULL : PyList_New(0);
    if (found == NULL) status = -1;
    while (status >= 0 && (status = reading_next(&reading)) > 0)
        status = append(found, counts_of(&reading));
    return reading_end(&reading, status, found);
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

/* What boundaries must score. */
typedef struct {
    int64_t least, at_start, scar;
    Py_ssize_t fewest;
} Bounds;

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

/* Add the boundaries of a line that score enough. */
static int
reach(const Reading *reading, const Bounds *bounds, Py_ssize_t number, PyObject *found)
{
    Search search; /* most of it is written before it is read */
    search.cursor = cursor_of(reading->model, &reading->line);
    search.next = search.scar = 0;
    while (search.next <= reading->line.words.size) {
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

static PyObject *
model_reaching(PyObject *self, PyObject *args)
{
    PyObject *text;
    int least, at_start, scar;
    Bounds bounds;
    if (!PyArg_ParseTuple(args, "Uiiin", &text, &least, &at_start, &scar, &bounds.fewest))
        return NULL;
    bounds.least = least;
    bounds.at_start = at_start;
    bounds.scar = scar;
    Reading reading;
    int status = reading_start(&reading, (Model *)self, text);
    PyObject *found = status < 0 ? NULL : PyList_New(0);
    if (found == NULL) status = -1;
    for (Py_ssize_t number = 0; status >= 0 && (status = reading_next(&reading)) > 0; number++)
        if ((Py_ssize_t)reading.line.words.size >= bounds.fewest)
            status = reach(&reading, &bounds, number, found);
    return reading_end(&reading, status, found);
}

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

/* Add the scores of some boundaries of a line, in their order. */
static int
score(const Reading *reading, PyObject *boundaries, PyObject *found)
{
    Cursor cursor = cursor_of(reading->model, &reading->line);
    Py_ssize_t size = PyList_Size(boundaries);
    for (Py_ssize_t number = 0; number < size; number++) {
        size_t wanted = PyLong_AsSize_t(PyList_GetItem(boundaries, number));
        if (wanted == (size_t)-1 && PyErr_Occurred()) return -1;
        if (wanted < cursor.index || wanted > reading->line.words.size) {
            PyErr_SetString(PyExc_ValueError, "boundaries are asked for in order");
            return -1;
        }
        if (append(found, PyLong_FromLongLong(score_of(&cursor, wanted))) < 0) return -1;
    }
    return 0;
}

static PyObject *
model_scores(PyObject *self, PyObject *args)
{
    PyObject *text, *boundaries;
    if (!PyArg_ParseTuple(args, "UO!", &text, &PyList_Type, &boundaries)) return NULL;
    Reading reading;
    int status = reading_start(&reading, (Model *)self, text);
    PyObject *found = status < 0 ? NULL : PyList_New(0);
    if (found == NULL) status = -1;
    if (status >= 0 && (status = reading_next(&reading)) > 0)
        status = score(&reading, boundaries, found);
    return reading_end(&reading, status, found);
}

/* Add the borders of words up to the end of what is read. Returns -1 with an exception. */
static int
add_borders(Reading *reading, Borders *borders)
{
    while (reading->next < reading->source.size) {
        Py_ssize_t end;
        int is_line = reading_ahead(reading, 1) < 0 ? -1 : part_end(reading, &end);
        if (is_line < 0) return -1;
        Py_ssize_t before = reading->source.start;
        if (words_borders(&reading->characters, reading->model->is_left,
                          (size_t)(reading->next - before), (size_t)(end - before), before,
                          borders) < 0)
            return -1;
        reading->next = end + is_line;
    }
    return 0;
}

static PyObject *
model_borders(PyObject *self, PyObject *args)
{
    PyObject *text, *found = NULL;
    Py_ssize_t start, end;
    if (!PyArg_ParseTuple(args, "Unn", &text, &start, &end)) return NULL;
    if (start < 0 || end < start || end > PyUnicode_GetLength(text)) {
        PyErr_SetString(PyExc_ValueError, "a range of the text is needed");
        return NULL;
    }
    Reading reading;
    Borders borders = {0};
    int status = reading_start(&reading, (Model *)self, text);
    reading.next = start;
    reading.source.size = end;
    if (status == 0) status = add_borders(&reading, &borders);
    if (status == 0)
        found = PyBytes_FromStringAndSize((const char *)borders.at,
                                          (Py_ssize_t)(borders.size * sizeof *borders.at));
    PyMem_Free(borders.at);
    return reading_end(&reading, status, found);
}

static PyMethodDef methods[] = {
    {"counts", model_counts, METH_O,
     "Return for each line how many words, letters' words, listed, begun and capital there are."},
    {"reaching", model_reaching, METH_VARARGS,
     "Return each boundary that scores so much: which line, and which of its boundaries. Scars add\n"
     "something, where that is not 0, and their neighbours need not reach the gate."},
    {"scores", model_scores, METH_VARARGS,
     "Return the scores of some boundaries of a line, which are asked for in order."},
    {"borders", model_borders, METH_VARARGS,
     "Return where the words in a range of a text start and end, by turns, as 64-bit numbers."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_doc, "The weights of a table, and the words met so far as numbers."},
    {Py_tp_new, PyType_GenericNew},
    {Py_tp_init, model_init},
    {Py_tp_dealloc, model_dealloc},
    {Py_tp_traverse, model_traverse},
    {Py_tp_clear, model_clear},
    {Py_tp_methods, methods},
    {0, NULL},
};

PyType_Spec model_spec = {
    .name = "scrapelint._core.Model",
    .basicsize = sizeof(Model),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .slots = slots,
};
