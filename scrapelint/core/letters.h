/* What each character is, as Python tells it: asked once for each page of 256. */

#ifndef SCRAPELINT_LETTERS_H
#define SCRAPELINT_LETTERS_H

#include "core.h"

/* What kind a character is; underscores and marks are no letter, digit or space. A plain one is as
   it is whatever stands around it, and Python need not be asked about words of them. */
enum { LETTER = 1, DIGIT = 2, SPACE = 4, UPPER = 8, LOWER = 16, PLAIN = 32, KIND_SHIFT = 24 };
enum { WIDE = 64 }; /* does not fit into a byte */

enum { PAGES = 0x1100, PAGE = 256 };

/* Ask what there is to know of the characters of a page: bytes, so many for each. Returns NULL with
   an exception. */
PyObject *page_told(PyObject *ask, Py_UCS4 page, size_t item);

typedef struct {
    uint8_t kinds[PAGE];
    Py_UCS4 small[PAGE]; /* the small form of a letter, or the one form of a mark */
} Page;

typedef struct {
    PyObject *ask; /* of the number of a page: small forms, with kinds above their bits */
    Page *pages[PAGES];
} Letters;

/* Characters; for each its last byte and its kind, with so many behind that are 0. */
typedef struct {
    const Py_UCS4 *at;
    uint8_t *bytes, *kinds;
    uint8_t *block; /* that both stand in */
    size_t room;
} Characters;
enum { BEHIND = 16 };

/* Tell what some characters are, which are kept by the caller. Returns -1 with an exception. */
int letters_tell(Letters *letters, const Py_UCS4 *text, size_t size, Characters *characters);

void characters_free(Characters *characters);

static inline int
letters_kind(const Letters *letters, Py_UCS4 character)
{
    return letters->pages[character >> 8]->kinds[character & 0xff];
}

static inline Py_UCS4
letters_small(const Letters *letters, Py_UCS4 character)
{
    return letters->pages[character >> 8]->small[character & 0xff];
}

void letters_free(Letters *letters);

#endif
