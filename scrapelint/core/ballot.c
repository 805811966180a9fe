/* Which words of a list stand in a text, and how often. */

#include "core.h"

#include <string.h>

typedef struct {
    PyObject_HEAD
    PyObject *words;  /* a tuple of bytes */
    uint32_t *slots;  /* their numbers by their hash, from 1 on */
    size_t mask;
} Ballot;

/* Return the slot of a word, or the empty one where it would stand. */
static size_t
slot_of(const Ballot *ballot, const char *text, size_t size)
{
    size_t slot = hash_of(text, size) & ballot->mask;
    for (; ballot->slots[slot] != 0; slot = (slot + 1) & ballot->mask) {
        PyObject *word = PyTuple_GetItem(ballot->words, ballot->slots[slot] - 1);
        if ((size_t)PyBytes_Size(word) == size && memcmp(PyBytes_AsString(word), text, size) == 0)
            break;
    }
    return slot;
}

static int
ballot_init(PyObject *self, PyObject *args, PyObject *Py_UNUSED(kwargs))
{
    Ballot *ballot = (Ballot *)self;
    PyObject *words;
    if (!PyArg_ParseTuple(args, "O!", &PyTuple_Type, &words)) return -1;
    if (ballot->words != NULL) {
        PyErr_SetString(PyExc_TypeError, "a ballot is made once");
        return -1;
    }
    Py_ssize_t size = PyTuple_Size(words);
    for (Py_ssize_t number = 0; number < size; number++) {
        if (!PyBytes_Check(PyTuple_GetItem(words, number))) {
            PyErr_SetString(PyExc_TypeError, "words are bytes");
            return -1;
        }
    }
    size_t room = room_for(4 * (size_t)size);
    ballot->slots = PyMem_Calloc(room, sizeof *ballot->slots);
    if (ballot->slots == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    ballot->mask = room - 1;
    ballot->words = Py_NewRef(words);
    for (Py_ssize_t number = 0; number < size; number++) {
        PyObject *word = PyTuple_GetItem(words, number);
        size_t slot = slot_of(ballot, PyBytes_AsString(word), (size_t)PyBytes_Size(word));
        if (ballot->slots[slot] == 0) ballot->slots[slot] = (uint32_t)number + 1;
    }
    return 0;
}

static void
ballot_dealloc(PyObject *self)
{
    Ballot *ballot = (Ballot *)self;
    PyTypeObject *type = Py_TYPE(self);
    Py_XDECREF(ballot->words);
    PyMem_Free(ballot->slots);
    PyObject_Free(self);
    Py_DECREF(type);
}

/* Count the words of a text, and write down in which order they come. */
static int
count(const Ballot *ballot, const char *text, size_t size, uint32_t *times, Numbers *met)
{
    size_t at = 0, start, length;
    while ((length = next_word(text, size, &at, &start)) != 0) {
        uint32_t number = ballot->slots[slot_of(ballot, text + start, length)];
        if (number != 0 && times[number - 1]++ == 0 && numbers_add(met, number - 1) < 0) return -1;
    }
    return 0;
}

static PyObject *
counted(const Ballot *ballot, const uint32_t *times, const Numbers *met)
{
    PyObject *found = PyDict_New();
    for (size_t at = 0; found != NULL && at < met->size; at++) {
        PyObject *number = PyLong_FromUnsignedLong(times[met->at[at]]);
        PyObject *word = PyTuple_GetItem(ballot->words, met->at[at]);
        if (number == NULL || PyDict_SetItem(found, word, number) < 0) Py_CLEAR(found);
        Py_XDECREF(number);
    }
    return found;
}

static PyObject *
ballot_count(PyObject *self, PyObject *args)
{
    const Ballot *ballot = (Ballot *)self;
    PyObject *text;
    if (!PyArg_ParseTuple(args, "S", &text)) return NULL;
    if (ballot->words == NULL) {
        PyErr_SetString(PyExc_TypeError, "the ballot was not made");
        return NULL;
    }
    Numbers met = {0};
    uint32_t *times = PyMem_Calloc((size_t)PyTuple_Size(ballot->words) + 1, sizeof *times);
    PyObject *found = NULL;
    if (times == NULL)
        PyErr_NoMemory();
    else if (count(ballot, PyBytes_AsString(text), (size_t)PyBytes_Size(text), times, &met) == 0)
        found = counted(ballot, times, &met);
    PyMem_Free(times);
    PyMem_Free(met.at);
    return found;
}

static PyMethodDef methods[] = {
    {"count", ballot_count, METH_VARARGS,
     "Return the words of the list that stand in a text, in its order, and how often.\n\n"
     "The text is bytes, words between spaces."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_doc, "A list of words that are counted."},
    {Py_tp_new, PyType_GenericNew},
    {Py_tp_init, ballot_init},
    {Py_tp_dealloc, ballot_dealloc},
    {Py_tp_methods, methods},
    {0, NULL},
};

PyType_Spec ballot_spec = {
    .name = "scrapelint._core.Ballot",
    .basicsize = sizeof(Ballot),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = slots,
};
