/* The gap model: the weights of a table, the features that have them, and the words met so far. */

#ifndef SCRAPELINT_MODEL_H
#define SCRAPELINT_MODEL_H

#include "words.h"

/* What a feature may look at: words before (l) and behind (r) the boundary by their form, the
   same (c, d) by their kind, and how far the next marks are. features.py names them so. */
typedef struct {
    uint8_t place, level;
} Slot;
enum { MARKS = PLACES, SINCE = 0, UNTIL, NEXT }; /* a place, and levels, that are of no word */
enum { FAR = 4 };                                /* distances beyond are all the same */
enum { MOST_SHARED = 64, MOST_NEAR = 16 };       /* features of several words, of neighbours, */
enum { MOST_MORE = 16 };                         /* and of those asked for in some places only */

typedef struct {
    uint64_t letter;
    int parts;
    Slot slots[MOST_PARTS];
} Template;

typedef struct {
    Template *at;
    size_t size, room;
} Templates;

typedef struct {
    PyObject_HEAD
    Weights weights;
    Letters letters;
    Words words;
    Templates alone, shared; /* features of one word, and of several */
    uint64_t near, around;   /* which of the latter tell of neighbours, and of all around */
    uint64_t asked[PLACES][LEVELS][MOST_PARTS]; /* which of them look there for which part */
    Templates before_mark, in_brackets;
    int32_t bias, gate;
    int is_left;
    uint16_t distances[FAR + 1];  /* the parts "0" to "4" */
    uint16_t (*nexts)[FAR + 1];   /* the same before a mark, by its number */
    Py_ssize_t marks;
} Model;

/* What boundaries must score. */
typedef struct {
    int64_t least, at_start, scar;
    Py_ssize_t fewest;
} Bounds;

/* Read the features of neighbours, of all around, before marks and in brackets. Returns -1 with an
   exception. */
int model_read_features(Model *model, const char *near, const char *around,
                        const char *before_mark, const char *in_brackets);

/* Look up what distances are called, alone and with each mark. Returns -1 with an exception. */
int model_read_marks(Model *model, PyObject *marks);

/* Work out what new words weigh at each place by themselves, and with which features. */
void model_weigh_new(Model *model);

/* Add the boundaries of a line that score enough. Returns -1 with an exception. */
int model_reach(const Model *model, const Line *line, const Bounds *bounds, Py_ssize_t number,
                PyObject *found);

/* Add the scores of some boundaries of a line, in their order. Returns -1 with an exception. */
int model_score(const Model *model, const Line *line, PyObject *boundaries, PyObject *found);

#endif
