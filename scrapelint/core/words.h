/* Lines as words, and what is known of each: Python is asked once for each word. */

#ifndef SCRAPELINT_WORDS_H
#define SCRAPELINT_WORDS_H

#include "letters.h"
#include "weights.h"

/* What is known of a word besides its parts; the number of a mark stands above these bits. */
enum {
    FOLLOWED_BY_FIRST = 1,
    OPENS = 2,
    CLOSES = 4,
    IS_WORD = 8,
    LISTED = 16,
    CAPITAL = 32,
    MARK_SHIFT = 8
};
enum { REACH = 3, AROUND_WORDS = 2 * REACH }; /* words looked at on each side, and on both */
enum { BEFORE_LINE = 0, AFTER_LINE = 1, OUTSIDE = 2 }; /* the words that stand for the ends */

typedef struct {
    size_t start; /* of its characters */
    uint32_t size, hash, flags;
    uint8_t first, is_weighed;
    uint16_t form, kind, initial, ending;
    int32_t alone[AROUND_WORDS];     /* what it adds at each place around a boundary by itself */
    uint64_t possible[AROUND_WORDS]; /* the features that may hold with it there */
} Word;

typedef struct {
    PyObject *know; /* of a word, and whether it begins a sentence: parts and flags */
    Word *words;
    size_t size, room;
    Py_UCS4 *characters;
    size_t used, held;
    uint32_t *slots; /* words by their hash, one more than the number */
    size_t mask;
    int readers; /* how many lines are being read: Python code may run between */
} Words;

/* A line being read: its words, and which of them are marks at which speech pauses. */
typedef struct {
    Numbers words, pauses;
} Line;

/* Begin with the two words that stand for the ends of lines. Returns -1 with an exception. */
int words_start(Words *words, const Weights *weights, PyObject *know);

/* Read a line that has been prepared. Returns -1 with an exception. */
int words_read(Words *words, const Weights *weights, const Letters *letters, int is_left,
               const Py_UCS4 *text, const Py_UCS4 *end, Line *line);

void words_free(Words *words);

#endif
