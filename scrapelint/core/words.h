/* Lines as words, and what is known of each: found out once, by asking Python where need be. */

#ifndef SCRAPELINT_WORDS_H
#define SCRAPELINT_WORDS_H

#include "lexicon.h"

enum { L1, R1, L2, R2, L3, R3, PLACES, REACH = 3 }; /* where around a boundary: near first */
enum { BEFORE_LINE = 0, AFTER_LINE = 1, OUTSIDE = 2 }; /* the words that stand for the ends */

/* The characters of a word, if they are so few and each is a byte; else their hash. */
enum { SHORT = 16 };
typedef struct {
    uint64_t head, tail;
    uint32_t shape; /* how many they are, whether they are only hashed, whether it comes first */
} Key;
enum { FIRST = 1, LONG = 2, SIZE_SHIFT = 2 };

/* What a neighbour of a boundary weighs there. */
typedef struct {
    int32_t alone; /* what it adds by itself */
    int32_t most;  /* what it adds with the other one at most */
} Side;

/* What is asked of each word fills one line of a processor's memory. */
typedef struct {
    Key key;
    uint32_t flags;
    uint16_t parts[LEVELS];
    uint16_t near_left, near_right; /* the features of neighbours that may hold with it as one */
    size_t start;                   /* of its characters, if it is long */
    Side left, right;
} Word;

/* What is asked only where there may be a gap fills another. */
typedef struct {
    uint64_t possible[PLACES];  /* the features that may hold with the word at each place */
    int32_t alone[PLACES - L2]; /* what it adds by itself at those that are no neighbours */
} Around;
enum { MEMORY_LINE = 64 };

typedef struct {
    Lexicon lexicon;
    PyObject *know; /* of any other word, and whether it begins a sentence: parts and flags */
    void *block;    /* that the words stand in */
    Word *words;    /* by their numbers */
    Around *around; /* of each */
    size_t size, room, weighed; /* how many; for how many; of how many the places are known */
    Py_UCS4 *characters;
    size_t used, held;
    uint32_t *slots; /* words by their key, one more than the number */
    int slot_bits;
    int readers; /* how many lines are being read: Python code may run between */
} Words;

/* A line being read: its words, which of them are marks at which speech pauses, and which stand
   behind two spaces, or one at the start of the line. */
typedef struct {
    Numbers words, pauses, scars;
    int first, is_scar; /* whether the next word begins a sentence, and is one of the last */
} Line;

/* Tell whether a word begins a sentence. */
static inline int
word_is_first(const Word *word)
{
    return (word->key.shape & FIRST) != 0;
}

/* Begin with the two words that stand for the ends of lines. Returns -1 with an exception. */
int words_start(Words *words, const Weights *weights, PyObject *classes, PyObject *know);

/* Begin a line, with white space or not. */
void words_begin(Words *words, int is_scar, Line *line);

/* Read more of a line, up to its end or between two words; the character behind is known too.
   Returns -1 with an exception. */
int words_read(Words *words, const Weights *weights, const Letters *letters,
               const Characters *characters, int is_left, size_t start, size_t end, Line *line);

/* Add where the words of a line, or of a part of it, start and end, by turns, counted from a place
   so far before the characters; the character behind is known too. Returns -1 with MemoryError. */
int words_borders(const Characters *characters, int is_left, size_t start, size_t end,
                  size_t before, Numbers *borders);

void words_free(Words *words);

#endif
