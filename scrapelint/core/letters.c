#include "letters.h"

#include <string.h>

PyObject *
page_told(PyObject *ask, Py_UCS4 page, size_t item)
{
    char *bytes;
    Py_ssize_t size;
    PyObject *told = PyObject_CallFunction(ask, "k", (unsigned long)page);
    if (told == NULL) return NULL;
    if (PyBytes_AsStringAndSize(told, &bytes, &size) < 0)
        Py_CLEAR(told);
    else if ((size_t)size != PAGE * item) {
        PyErr_SetString(PyExc_ValueError, "a page is of 256 characters");
        Py_CLEAR(told);
    }
    return told;
}

static int
ask_for(Letters *letters, Py_UCS4 page)
{
    PyObject *told = page_told(letters->ask, page, 1);
    if (told == NULL) return -1;
    uint8_t *copy = PyMem_Malloc(PAGE);
    if (copy == NULL)
        PyErr_NoMemory();
    else
        memcpy(copy, PyBytes_AsString(told), PAGE);
    Py_DECREF(told);
    if (copy == NULL) return -1;
    PyMem_Free(letters->pages[page]); /* another thread may have come first */
    letters->pages[page] = copy;
    return 0;
}

int
letters_prepare(Letters *letters, const Py_UCS4 *text, Py_ssize_t size)
{
    for (Py_ssize_t at = 0; at < size; at++) {
        Py_UCS4 page = text[at] >> 8;
        if (letters->pages[page] == NULL && ask_for(letters, page) < 0) return -1;
    }
    return 0;
}

void
letters_free(Letters *letters)
{
    for (size_t page = 0; page < PAGES; page++) PyMem_Free(letters->pages[page]);
    Py_CLEAR(letters->ask);
}
