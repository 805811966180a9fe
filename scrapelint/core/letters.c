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

static void
read_page(Page *page, const char *told)
{
    for (size_t at = 0; at < PAGE; at++) {
        uint32_t character;
        memcpy(&character, told + at * sizeof character, sizeof character);
        page->kinds[at] = (uint8_t)(character >> KIND_SHIFT);
        page->small[at] = character % (1u << KIND_SHIFT);
    }
}

static int
ask_for(Letters *letters, Py_UCS4 page)
{
    PyObject *told = page_told(letters->ask, page, sizeof(uint32_t));
    if (told == NULL) return -1;
    Page *read = PyMem_Malloc(sizeof *read);
    if (read == NULL)
        PyErr_NoMemory();
    else
        read_page(read, PyBytes_AsString(told));
    Py_DECREF(told);
    if (read == NULL) return -1;
    PyMem_Free(letters->pages[page]); /* another thread may have come first */
    letters->pages[page] = read;
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
