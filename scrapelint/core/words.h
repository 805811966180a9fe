/* Lines as words, and what is known of each: found out once, by asking Python where need be. */

#ifndef SCRAPELINT_WORDS_H
#define SCRAPELINT_WORDS_H

#include "lexicon.h"

enum { L1, R1, L2, R2, L3, R3, PLACES, REACH = 3 }; /* where around a boundary: near first */
enum { BEFORE_LINE = 0, AFTER_LINE = 1, OUTSIDE = 2 }; /* the words that stand for the ends */

/* A key tells whether the word begins a sentence, and how long it is if it is of few and narrow
   characters: these are the other bits then, and those of a hash in the keys of long words. */
enum { SHORT = 7, SIZE_SHIFT = 8 * SHORT };
#define FIRST (1ULL << 63)
#define LONG (SHORT + 1ULL)

typedef struct {
    uint64_t possible; /* the features that may hold with a word there */
    int32_t alone;     /* what it adds by itself */
    int32_t most;      /* what it adds with a neighbour at most, where it is one itself */
} Place;

typedef struct {
    uint64_t key;
    uint32_t flags, size;
    uint16_t parts[LEVELS];
    size_t start; /* of its characters */
    Place at[PLACES];
} Word;

typedef struct {
    Lexicon lexicon;
    PyObject *know; /* of any other word, and whether it begins a sentence: parts and flags */
    Word *words;
    size_t size, room, weighed; /* how many; for how many; of how many the places are known */
    Py_UCS4 *characters;
    size_t used, held;
    uint32_t *slots; /* words by their key, one more than the number */
    int slot_bits;
    int readers; /* how many lines are being read: Python code may run between */
} Words;

/* A line being read: its words, and which of them are marks at which speech pauses. */
typedef struct {
    Numbers words, pauses;
    int first; /* whether the next word begins a sentence */
} Line;

/* Tell whether a word begins a sentence. */
static inline int
word_is_first(const Word *word)
{
    return (word->key & FIRST) != 0;
}

/* Begin with the two words that stand for the ends of lines. Returns -1 with an exception. */
int words_start(Words *words, const Weights *weights, PyObject *classes, PyObject *know);

/* Begin a line. */
void words_begin(Words *words, Line *line);

/* Read more of a line, up to its end or between two words, of which all letters are known. Returns
   -1 with an exception. */
int words_read(Words *words, const Weights *weights, const Letters *letters, int is_left,
               const Py_UCS4 *text, const Py_UCS4 *end, Line *line);

void words_free(Words *words);

#endif
