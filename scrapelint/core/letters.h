/* What kind each character is, as Python tells it: asked once for each page of 256. */

#ifndef SCRAPELINT_LETTERS_H
#define SCRAPELINT_LETTERS_H

#include "core.h"

enum { LETTER = 1, DIGIT = 2, SPACE = 4 }; /* underscores and marks are none of these */

typedef struct {
    PyObject *ask; /* of the number of a page: 256 bytes */
    uint8_t *pages[0x1100];
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
