/* What kind each character is, as Python tells it: asked once for each page of 256. */

#ifndef SCRAPELINT_LETTERS_H
#define SCRAPELINT_LETTERS_H

#include "core.h"

enum { LETTER = 1, DIGIT = 2, SPACE = 4 }; /* underscores and marks are none of these */
enum { WIDE = 8 };                         /* does not fit into a byte */

enum { PAGES = 0x1100, PAGE = 256 };

/* Ask what there is to know of the characters of a page: bytes, so many for each. Returns NULL with
   an exception. */
PyObject *page_told(PyObject *ask, Py_UCS4 page, size_t item);

typedef struct {
    PyObject *ask; /* of the number of a page: 256 bytes */
    uint8_t *pages[PAGES];
} Letters;

/* Characters, with a 0 behind; for each its last byte and its kind, with so many behind. */
typedef struct {
    Py_UCS4 *at;
    uint8_t *bytes, *kinds;
    size_t size;
} Characters;

enum { BEHIND = 16 };

/* Read a text. Returns -1 with an exception; there is something to be freed all the same. */
int letters_read(Letters *letters, PyObject *text, Characters *characters);

void characters_free(Characters *characters);

void letters_free(Letters *letters);

#endif
