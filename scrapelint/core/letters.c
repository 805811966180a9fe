#include "letters.h"

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
        for (size_t at = 0; at < PAGE; at++)
            copy[at] = (uint8_t)(PyBytes_AsString(told)[at] | (page ? WIDE : 0));
    Py_DECREF(told);
    if (copy == NULL) return -1;
    PyMem_Free(letters->pages[page]); /* another thread may have come first */
    letters->pages[page] = copy;
    return 0;
}

/* Tell of each character that was read its byte and kind. */
static int
tell(Letters *letters, Characters *characters)
{
    for (size_t at = 0; at < characters->size; at++) {
        Py_UCS4 character = characters->at[at], page = character >> 8;
        if (letters->pages[page] == NULL && ask_for(letters, page) < 0) return -1;
        characters->kinds[at] = letters->pages[page][character & 0xff];
        characters->bytes[at] = (uint8_t)character;
    }
    return 0;
}

int
letters_read(Letters *letters, PyObject *text, Characters *characters)
{
    Py_ssize_t size = PyUnicode_GetLength(text);
    if (size < 0) return -1;
    *characters = (Characters){.size = (size_t)size};
    characters->at = PyMem_Malloc((characters->size + 1) * sizeof *characters->at);
    characters->bytes = PyMem_Calloc(characters->size + BEHIND, 1);
    characters->kinds = PyMem_Calloc(characters->size + BEHIND, 1);
    if (characters->at == NULL || characters->bytes == NULL || characters->kinds == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    if (PyUnicode_AsUCS4(text, characters->at, size + 1, 1) == NULL) return -1;
    return tell(letters, characters);
}

void
characters_free(Characters *characters)
{
    PyMem_Free(characters->at);
    PyMem_Free(characters->bytes);
    PyMem_Free(characters->kinds);
}

void
letters_free(Letters *letters)
{
    for (size_t page = 0; page < PAGES; page++) PyMem_Free(letters->pages[page]);
    Py_CLEAR(letters->ask);
}
