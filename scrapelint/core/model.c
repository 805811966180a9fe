/* The gap model as Python sees it: what each boundary between two words of a text scores. */

#include "model.h"
#include "source.h"

#include <structmember.h>

/* ------------------------------------------------------------------ making one */

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
    if (model_read_features(model, near, around, before_mark, in_brackets) < 0 ||
        weights_read(&model->weights, weights, model->near) < 0 ||
        model_read_marks(model, marks) < 0)
        return -1;
    if (words_start(&model->words, &model->weights, classes, know) < 0) return -1;
    model_weigh_new(model);
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
    model_weigh_new(model);
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
            status = model_reach((Model *)self, &reading.line, &bounds, number, found);
    return reading_end(&reading, status, found);
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
        status = model_score((Model *)self, &reading.line, boundaries, found);
    return reading_end(&reading, status, found);
}

/* Add the borders of words up to the end of what is read. Returns -1 with an exception. */
static int
add_borders(Reading *reading, Numbers *borders)
{
    while (reading->next < reading->source.size) {
        Py_ssize_t end;
        int is_line = reading_ahead(reading, 1) < 0 ? -1 : part_end(reading, &end);
        if (is_line < 0) return -1;
        Py_ssize_t before = reading->source.start;
        if (words_borders(&reading->characters, reading->model->is_left,
                          (size_t)(reading->next - before), (size_t)(end - before),
                          (size_t)before, borders) < 0)
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
    if ((size_t)end > UINT32_MAX) {
        PyErr_SetString(PyExc_OverflowError, "a text has less than 4 GB");
        return NULL;
    }
    Reading reading;
    Numbers borders = {0};
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
     "Return where the words in a range of a text start and end, by turns, as 32-bit numbers."},
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
