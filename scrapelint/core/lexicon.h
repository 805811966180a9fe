/* The words that a table lists, and what its weights call any word: the parts of features.

   `Lexicon.know` in gaps/features.py says the same. Here only words of plain characters are known,
   which nearly all are. */

#ifndef SCRAPELINT_LEXICON_H
#define SCRAPELINT_LEXICON_H

#include "letters.h"
#include "weights.h"

enum { FORM, KIND, INITIAL, ENDING, LEVELS }; /* how a word is looked at */

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

/* A word or a kind: where its bytes are, in UTF-8 and behind a mark that they need not have. */
typedef struct {
    size_t start, size;
} Bytes;

typedef struct {
    Bytes word, kind;
} Entry;

typedef struct {
    Entry *entries;
    size_t size, room;
    char *bytes;
    size_t used, held;
    uint32_t *slots; /* entries by the hash of the word, one more than the number */
    size_t mask;
} Lexicon;

/* Read a dict of words and their kinds. Returns -1 with an exception. */
int lexicon_read(Lexicon *lexicon, PyObject *classes);

/* Find out about a word, which begins a sentence or not. Returns 0 if Python has to be asked. */
int lexicon_knows(const Lexicon *lexicon, const Weights *weights, const Letters *letters,
                  const Py_UCS4 *text, size_t size, int first, uint16_t parts[LEVELS],
                  uint32_t *flags);

void lexicon_free(Lexicon *lexicon);

#endif
