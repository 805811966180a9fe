/* What kind each character is, as Python tells it: asked once for each page of 256. */

#ifndef SCRAPELINT_LETTERS_H
#define SCRAPELINT_LETTERS_H

#include "core.h"

enum { LETTER = 1, DIGIT = 2, SPACE = 4 }; /* underscores and marks are none of these */

enum { PAGES = 0x1100, PAGE = 256 };

/* Ask what there is to know of the characters of a page: bytes, so many for each. Returns NULL with
   an exception. */
PyObject *page_told(PyObject *ask, Py_UCS4 page, size_t item);

typedef struct {
    PyObject *ask; /* of the number of a page: 256 bytes */
    uint8_t *pages[PAGES];
} Letters;

/* Make sure that all pages of some characters are there. Returns -1 with an exception. */
int letters_prepare(Letters *letters, const Py_UCS4 *text, Py_ssize_t size);

static inline int
letters_kind(const Letters *letters, Py_UCS4 character)
{
    return letters->pages[character >> 8][character & 0xff];
}

void letters_free(Letters *letters);

#endif
