/* How the words of a text vote that have one. */

#include "core.h"

#include <string.h>

typedef struct {
    PyObject_HEAD
    PyObject *words;  /* a tuple of bytes */
    PyObject *shares; /* bytes: what each word gives to each party */
    size_t parties;
    uint32_t *slots;  /* the numbers of words by their hash, from 1 on */
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
    PyObject *words, *shares;
    if (!PyArg_ParseTuple(args, "O!S", &PyTuple_Type, &words, &shares)) return -1;
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
    if (PyBytes_Size(shares) % (size ? size : 1) != 0) {
        PyErr_SetString(PyExc_ValueError, "each word has as many shares");
        return -1;
    }
    size_t room = room_for(4 * (size_t)size);
    ballot->slots = PyMem_Calloc(room, sizeof *ballot->slots);
    if (ballot->slots == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    ballot->mask = room - 1;
    ballot->words = Py_NewRef(words);
    ballot->shares = Py_NewRef(shares);
    ballot->parties = size ? (size_t)(PyBytes_Size(shares) / size) : 0;
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
    Py_XDECREF(ballot->shares);
    PyMem_Free(ballot->slots);
    PyObject_Free(self);
    Py_DECREF(type);
}

/* Add up what the words of a text give to each party. */
static void
add_votes(const Ballot *ballot, const char *text, size_t size, uint64_t *votes)
{
    const uint8_t *shares = (const uint8_t *)PyBytes_AsString(ballot->shares);
    size_t at = 0, start, length;
    while ((length = next_word(text, size, &at, &start)) != 0) {
        size_t number = ballot->slots[slot_of(ballot, text + start, length)];
        if (number == 0) continue;
        const uint8_t *given = shares + (number - 1) * ballot->parties;
        for (size_t party = 0; party < ballot->parties; party++) votes[party] += given[party];
    }
}

static PyObject *
listed(const uint64_t *votes, size_t parties)
{
    PyObject *list = PyList_New((Py_ssize_t)parties);
    for (size_t party = 0; list != NULL && party < parties; party++) {
        PyObject *number = PyLong_FromUnsignedLongLong(votes[party]);
        if (number == NULL || PyList_SetItem(list, (Py_ssize_t)party, number) < 0) Py_CLEAR(list);
    }
    return list;
}

static PyObject *
ballot_votes(PyObject *self, PyObject *args)
{
    const Ballot *ballot = (Ballot *)self;
    PyObject *text;
    if (!PyArg_ParseTuple(args, "S", &text)) return NULL;
    if (ballot->words == NULL) {
        PyErr_SetString(PyExc_TypeError, "the ballot was not made");
        return NULL;
    }
    uint64_t *votes = PyMem_Calloc(ballot->parties + 1, sizeof *votes);
    if (votes == NULL) return PyErr_NoMemory();
    add_votes(ballot, PyBytes_AsString(text), (size_t)PyBytes_Size(text), votes);
    PyObject *found = listed(votes, ballot->parties);
    PyMem_Free(votes);
    return found;
}

static PyMethodDef methods[] = {
    {"votes", ballot_votes, METH_VARARGS,
     "Return how many votes each party has in a text: bytes, words between spaces."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_doc, "Words, and what each gives to every party."},
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
