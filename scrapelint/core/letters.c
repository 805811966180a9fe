#include "letters.h"

#include <string.h>

static int
ask_for(Letters *letters, Py_UCS4 page)
{
    PyObject *told = PyObject_CallFunction(letters->ask, "k", (unsigned long)page);
    if (told == NULL) return -1;
    char *bytes;
    Py_ssize_t size;
    uint8_t *copy = NULL;
    if (PyBytes_AsStringAndSize(told, &bytes, &size) == 0) {
        if (size != 256)
            PyErr_SetString(PyExc_ValueError, "a page has 256 characters");
        else if ((copy = PyMem_Malloc(256)) == NULL)
            PyErr_NoMemory();
        else
            memcpy(copy, bytes, 256);
    }
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
    for (size_t page = 0; page < 0x1100; page++) PyMem_Free(letters->pages[page]);
    Py_CLEAR(letters->ask);
}
