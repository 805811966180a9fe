/* The gap model: what each boundary between two words of a text scores. */

#include "words.h"

#include <structmember.h>

#include <string.h>

/* What a feature may look at: words before (l) and behind (r) the boundary by their form, the
   same (c, d) by their kind, and how far the next marks are. features.py names them so. */
static const char *const SLOTS[] = {"l3", "l2",   "l1",      "r1",     "r2",    "r3",
                                    "c3", "c2",   "c1",      "d1",     "d2",    "d3",
                                    "tail", "initial", "ending", "since", "until", "next"};
enum { L1 = 2, R1 = 3, C1 = 8, D1 = 9, TAIL = 12, INITIAL, ENDING, SINCE, UNTIL, NEXT, SLOT_COUNT };
enum { FAR = 4 }; /* distances beyond are all the same */

typedef struct {
    uint64_t letter;
    int parts;
    uint8_t slots[MOST_PARTS];
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
        if (strlen(SLOTS[slot]) == size && memcmp(SLOTS[slot], name, size) == 0) return slot;
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
        template->slots[template->parts++] = (uint8_t)slot;
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

/* Keep the features of one word apart, and give each of the others a bit. */
static int
sort(Model *model, Templates templates, uint64_t *bits)
{
    for (size_t at = 0; at < templates.size; at++) {
        Template template = templates.at[at];
        if (template.parts == 1 && template.slots[0] < 2 * AROUND_WORDS) {
            if (keep(&model->alone, template) < 0) return -1;
            continue;
        }
        if (model->shared.size == 64) {
            PyErr_SetString(PyExc_ValueError, "there are too many features");
            return -1;
        }
        uint64_t bit = 1ULL << model->shared.size;
        *bits |= bit;
        model->weights.letters[template.letter] |= bit;
        if (keep(&model->shared, template) < 0) return -1;
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

static int
model_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"weights", "bias",        "gate",        "is_left", "near", "around",
                            "before_mark", "in_brackets", "marks", "know",    "kinds", NULL};
    Model *model = (Model *)self;
    PyObject *weights, *marks, *know, *kinds;
    const char *near, *around, *before_mark, *in_brackets;
    int bias, gate, is_left;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O!iipssssOOO", names, &PyBytes_Type, &weights,
                                     &bias, &gate, &is_left, &near, &around, &before_mark,
                                     &in_brackets, &marks, &know, &kinds))
        return -1;
    if (model->weights.source != NULL) {
        PyErr_SetString(PyExc_TypeError, "a model is made once");
        return -1;
    }
    model->bias = bias;
    model->gate = gate;
    model->is_left = is_left;
    model->letters.ask = Py_NewRef(kinds);
    if (read_sorted(model, near, &model->near) < 0 ||
        read_sorted(model, around, &model->around) < 0 ||
        read_templates(&model->before_mark, before_mark) < 0 ||
        read_templates(&model->in_brackets, in_brackets) < 0 ||
        weights_read(&model->weights, weights) < 0 || read_marks(model, marks) < 0)
        return -1;
    return words_start(&model->words, &model->weights, know);
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
    Model *model;
    const Line *line;
    size_t index, pause; /* the boundary, and the first mark at or behind it */
    int in_brackets;
    uint16_t slots[SLOT_COUNT];
} Cursor;

/* Return the part of a word in a slot, and at which of the places around a boundary that is. */
static uint16_t
part_in(const Word *word, int slot, int *place)
{
    *place = slot < 2 * AROUND_WORDS ? slot % AROUND_WORDS : slot == TAIL ? L1 : R1;
    return slot < AROUND_WORDS       ? word->form
           : slot < 2 * AROUND_WORDS ? word->kind
           : slot == INITIAL         ? word->initial
                                     : word->ending;
}

/* Leave out the features that no table entry has with this word. */
static void
rule_out(const Weights *weights, Word *word, const Template *template, uint64_t bit)
{
    for (int number = 0; number < template->parts; number++) {
        int slot = template->slots[number], place;
        if (slot >= SINCE) continue; /* no word */
        uint16_t part = part_in(word, slot, &place);
        if (part == 0 || !(weights_holders(weights, part, number) & bit))
            word->possible[place] &= ~bit;
    }
}

/* Add up what a word weighs by itself at each place, and see what it may weigh with others. */
static void
weigh(Model *model, Word *word)
{
    for (size_t at = 0; at < model->alone.size; at++) {
        const Template *template = &model->alone.at[at];
        int place;
        uint16_t part = part_in(word, template->slots[0], &place);
        if (part != 0)
            word->alone[place] += weights_of(&model->weights, template->letter << PART_BITS | part);
    }
    memset(word->possible, 0xff, sizeof word->possible);
    for (size_t at = 0; at < model->shared.size; at++)
        rule_out(&model->weights, word, &model->shared.at[at], 1ULL << at);
    word->is_weighed = 1;
}

static const Word *
word_at(const Cursor *cursor, Py_ssize_t at)
{
    const Numbers *words = &cursor->line->words;
    size_t number = at < 0                       ? BEFORE_LINE
                    : (size_t)at >= words->size ? AFTER_LINE
                                                 : words->at[at];
    Word *word = &cursor->model->words.words[number];
    if (!word->is_weighed) weigh(cursor->model, word);
    return word;
}

static int32_t
weight(const Cursor *cursor, const Template *template)
{
    uint64_t key = template->letter;
    for (int part = 0; part < template->parts; part++) {
        uint16_t slot = cursor->slots[template->slots[part]];
        if (slot == 0) return 0; /* in no feature */
        key = key << PART_BITS | slot;
    }
    return weights_of(&cursor->model->weights, key);
}

static int64_t
sum(const Cursor *cursor, const Templates *templates)
{
    int64_t total = 0;
    for (size_t at = 0; at < templates->size; at++) total += weight(cursor, &templates->at[at]);
    return total;
}

static int
lowest_bit(uint64_t bits)
{
#ifdef __GNUC__
    return __builtin_ctzll(bits);
#else
    int bit = 0;
    while (!(bits >> bit & 1)) bit++;
    return bit;
#endif
}

/* Return what those of the shared features add that may hold. */
static int64_t
sum_of(const Cursor *cursor, uint64_t bits)
{
    int64_t total = 0;
    for (; bits; bits &= bits - 1)
        total += weight(cursor, &cursor->model->shared.at[lowest_bit(bits)]);
    return total;
}

/* Return what the two neighbours alone score. */
static int64_t
near(Cursor *cursor)
{
    const Word *left = word_at(cursor, (Py_ssize_t)cursor->index - 1);
    const Word *right = word_at(cursor, (Py_ssize_t)cursor->index);
    cursor->slots[L1] = left->form;
    cursor->slots[C1] = left->kind;
    cursor->slots[TAIL] = left->ending;
    cursor->slots[R1] = right->form;
    cursor->slots[D1] = right->kind;
    cursor->slots[INITIAL] = right->initial;
    cursor->slots[ENDING] = right->ending;
    return (int64_t)cursor->model->bias + left->alone[L1] + right->alone[R1] +
           sum_of(cursor, left->possible[L1] & right->possible[R1] & cursor->model->near);
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
    *mark = is_there ? word_at(cursor, (Py_ssize_t)place)->flags >> MARK_SHIFT : 0;
    return nearer(place - index);
}

/* Look at the words and marks around. Returns which features may hold. */
static uint64_t
look_around(Cursor *cursor, int64_t *total)
{
    uint64_t possible = cursor->model->around;
    for (int slot = 0; slot < AROUND_WORDS; slot++) {
        const Word *word = word_at(cursor, (Py_ssize_t)cursor->index - REACH + slot);
        cursor->slots[slot] = word->form;
        cursor->slots[AROUND_WORDS + slot] = word->kind;
        possible &= word->possible[slot];
        if (slot != L1 && slot != R1) *total += word->alone[slot];
    }
    size_t last = cursor->pause ? cursor->line->pauses.at[cursor->pause - 1] + 1 : 0;
    uint32_t mark;
    cursor->slots[SINCE] = cursor->model->distances[nearer(cursor->index - last)];
    cursor->slots[UNTIL] =
        cursor->model->distances[until(cursor, cursor->index, cursor->pause, &mark)];
    return possible;
}

/* Return what all but the neighbours alone adds. */
static int64_t
around(Cursor *cursor)
{
    const Model *model = cursor->model;
    int64_t total = 0;
    uint64_t possible = look_around(cursor, &total);
    total += sum_of(cursor, possible);
    if (word_at(cursor, (Py_ssize_t)cursor->index)->flags >> MARK_SHIFT) {
        uint32_t mark;
        size_t distance = until(cursor, cursor->index + 1, cursor->pause + 1, &mark);
        cursor->slots[NEXT] = (Py_ssize_t)mark < model->marks ? model->nexts[mark][distance] : 0;
        total += sum(cursor, &model->before_mark);
    }
    return cursor->in_brackets ? total + sum(cursor, &model->in_brackets) : total;
}

static void
advance(Cursor *cursor)
{
    uint32_t flags = word_at(cursor, (Py_ssize_t)cursor->index)->flags;
    if (flags >> MARK_SHIFT) cursor->pause++;
    if (flags & (OPENS | CLOSES)) cursor->in_brackets = (flags & OPENS) != 0;
    cursor->index++;
}

/* ------------------------------------------------------------------ what is asked of one */

/* A text being read, a line after the other. */
typedef struct {
    Model *model;
    Py_UCS4 *text;
    const Py_UCS4 *next, *end;
    Line line;
} Reading;

static int
reading_start(Reading *reading, Model *model, PyObject *text)
{
    *reading = (Reading){.model = model};
    model->words.readers++;
    if (model->words.know == NULL || model->words.size < OUTSIDE) {
        PyErr_SetString(PyExc_TypeError, "the model was not made");
        return -1;
    }
    Py_ssize_t size = PyUnicode_GetLength(text);
    if (size < 0) return -1;
    reading->text = PyMem_Malloc(((size_t)size + 1) * sizeof *reading->text);
    if (reading->text == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    if (PyUnicode_AsUCS4(text, reading->text, size + 1, 1) == NULL) return -1;
    reading->next = reading->text;
    reading->end = reading->text + size;
    return letters_prepare(&model->letters, reading->text, size);
}

/* Read the next line. Returns 1, 0 if there is none, -1 with an exception. */
static int
reading_next(Reading *reading)
{
    if (reading->next > reading->end) return 0;
    Model *model = reading->model;
    const Py_UCS4 *line = reading->next, *end = line;
    while (end < reading->end && *end != '\n') end++;
    reading->next = end + 1;
    if (words_read(&model->words, &model->weights, &model->letters, model->is_left, line, end,
                   &reading->line) < 0)
        return -1;
    return 1;
}

/* Return what was found, or NULL where reading failed. */
static PyObject *
reading_end(Reading *reading, int status, PyObject *found)
{
    reading->model->words.readers--;
    PyMem_Free(reading->text);
    PyMem_Free(reading->line.words.at);
    PyMem_Free(reading->line.pauses.at);
    if (status < 0) Py_CLEAR(found);
    return found;
}

static int
append(PyObject *list, PyObject *item)
{
    if (item == NULL) return -1;
    int status = PyList_Append(list, item);
    Py_DECREF(item);
    return status;
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
        begun += word->first;
        capitals += word->first && (word->flags & CAPITAL);
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

/* Add the boundaries of a line that score enough. */
static int
reach(const Reading *reading, Py_ssize_t number, int least, int at_start, PyObject *found)
{
    Cursor cursor = {.model = reading->model, .line = &reading->line};
    for (;; advance(&cursor)) {
        int64_t score = near(&cursor);
        if (score >= reading->model->gate) {
            score += around(&cursor);
            if (score >= (cursor.index ? least : at_start) &&
                append(found, Py_BuildValue("(nn)", number, (Py_ssize_t)cursor.index)) < 0)
                return -1;
        }
        if (cursor.index == reading->line.words.size) return 0;
    }
}

static PyObject *
model_reaching(PyObject *self, PyObject *args)
{
    PyObject *text;
    int least, at_start;
    Py_ssize_t fewest;
    if (!PyArg_ParseTuple(args, "Uiin", &text, &least, &at_start, &fewest)) return NULL;
    Reading reading;
    int status = reading_start(&reading, (Model *)self, text);
    PyObject *found = status < 0 ? NULL : PyList_New(0);
    if (found == NULL) status = -1;
    for (Py_ssize_t number = 0; status >= 0 && (status = reading_next(&reading)) > 0; number++)
        if ((Py_ssize_t)reading.line.words.size >= fewest)
            status = reach(&reading, number, least, at_start, found);
    return reading_end(&reading, status, found);
}

/* Add the scores of some boundaries of a line, in their order. */
static int
score(const Reading *reading, PyObject *boundaries, PyObject *found)
{
    Cursor cursor = {.model = reading->model, .line = &reading->line};
    Py_ssize_t size = PyList_Size(boundaries);
    for (Py_ssize_t number = 0; number < size; number++) {
        size_t wanted = PyLong_AsSize_t(PyList_GetItem(boundaries, number));
        if (wanted == (size_t)-1 && PyErr_Occurred()) return -1;
        if (wanted < cursor.index || wanted > reading->line.words.size) {
            PyErr_SetString(PyExc_ValueError, "boundaries are asked for in order");
            return -1;
        }
        while (cursor.index < wanted) advance(&cursor);
        int64_t total = near(&cursor);
        if (append(found, PyLong_FromLongLong(total + around(&cursor))) < 0) return -1;
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

static PyMethodDef methods[] = {
    {"counts", model_counts, METH_O,
     "Return for each line how many words, letters' words, listed, begun and capital there are."},
    {"reaching", model_reaching, METH_VARARGS,
     "Return each boundary that scores so much: which line, and which of its boundaries."},
    {"scores", model_scores, METH_VARARGS,
     "Return the scores of some boundaries of a line, which are asked for in order."},
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
