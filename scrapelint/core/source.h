/* A text of which some characters are at hand at a time: a copy of all would take much memory. */

#ifndef SCRAPELINT_SOURCE_H
#define SCRAPELINT_SOURCE_H

#include "core.h"

enum { AT_ONCE = 1 << 16 }; /* characters that are read at least, if there are as many */

typedef struct {
    PyObject *whole;
    Py_ssize_t size;
    Py_ssize_t start, end; /* the places between which characters are at hand */
    Py_UCS4 *characters;   /* with a 0 behind */
    size_t room;
} Source;

/* Begin with nothing at hand; the text is the caller's. Its size is -1, with an exception, if it
   is none. */
static inline Source
source_of(PyObject *whole)
{
    return (Source){.whole = whole, .size = PyUnicode_GetLength(whole)};
}

/* Have the characters between two places at hand. Returns 1 if those at hand are others now, 0 if
   they were there, -1 with an exception. */
int source_read(Source *source, Py_ssize_t start, Py_ssize_t end);

/* Return a character that is at hand, and those behind it. */
static inline const Py_UCS4 *
source_at(const Source *source, Py_ssize_t place)
{
    return source->characters + (place - source->start);
}

void source_free(Source *source);

#endif
