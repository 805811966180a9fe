/* Which features there are, and what a word weighs at each place. */

#include "model.h"

#include <string.h>

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

int
model_read_marks(Model *model, PyObject *marks)
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

int
model_read_features(Model *model, const char *near, const char *around, const char *before_mark,
                    const char *in_brackets)
{
    if (read_sorted(model, near, &model->near) < 0 || check_near(model) < 0 ||
        read_sorted(model, around, &model->around) < 0 ||
        read_templates(&model->before_mark, before_mark) < 0 ||
        read_templates(&model->in_brackets, in_brackets) < 0)
        return -1;
    return model->before_mark.size + model->in_brackets.size > MOST_MORE ? too_many() : 0;
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

void
model_weigh_new(Model *model)
{
    Words *words = &model->words;
    while (words->weighed < words->size) weigh(model, words->weighed++);
}
