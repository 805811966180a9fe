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
read_page(Page *page, int kind, const char *told)
{
    for (size_t at = 0; at < PAGE; at++) {
        uint32_t character;
        memcpy(&character, told + at * sizeof character, sizeof character);
        page->kinds[at] = (uint8_t)(character >> KIND_SHIFT | (uint32_t)kind);
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
        read_page(read, page ? WIDE : 0, PyBytes_AsString(told));
    Py_DECREF(told);
    if (read == NULL) return -1;
    PyMem_Free(letters->pages[page]); /* another thread may have come first */
    letters->pages[page] = read;
    return 0;
}

/* Make room for what is told of so many characters. Returns -1 with MemoryError. */
static int
make_room(Characters *characters, size_t size)
{
    if (grow((void **)&characters->block, &characters->room, size + BEHIND, 2) < 0) return -1;
    characters->bytes = characters->block;
    characters->kinds = characters->block + size + BEHIND;
    memset(characters->bytes + size, 0, BEHIND);
    memset(characters->kinds + size, 0, BEHIND);
    return 0;
}

int
letters_tell(Letters *letters, const Py_UCS4 *text, size_t size, Characters *characters)
{
    if (make_room(characters, size) < 0) return -1;
    characters->at = text;
    for (size_t at = 0; at < size; at++) {
        Py_UCS4 page = text[at] >> 8;
        if (letters->pages[page] == NULL && ask_for(letters, page) < 0) return -1;
        characters->kinds[at] = (uint8_t)letters_kind(letters, text[at]);
        characters->bytes[at] = (uint8_t)text[at];
    }
    return 0;
}

void
characters_free(Characters *characters)
{
    PyMem_Free(characters->block);
}

void
letters_free(Letters *letters)
{
    for (size_t page = 0; page < PAGES; page++) PyMem_Free(letters->pages[page]);
    Py_CLEAR(letters->ask);
}
