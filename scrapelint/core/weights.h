/* The weights of a table: features by a letter and up to four parts, each part a number. */

#ifndef SCRAPELINT_WEIGHTS_H
#define SCRAPELINT_WEIGHTS_H

#include "core.h"

enum { MOST_PARTS = 4, PART_BITS = 14, FILTER_BITS = 19 };

typedef struct {
    uint64_t key; /* 0 for none */
    int32_t weight;
} Cell;

typedef struct {
    PyObject *source;    /* the bytes that the parts stand in */
    const char **starts; /* of each part, from number 1 on */
    uint32_t *sizes;
    size_t parts;
    uint32_t *slots; /* numbers of parts by their hash */
    size_t slot_mask;
    Cell *cells;
    size_t cell_mask;
    uint64_t letters[128];    /* a bit of its own for each letter that is asked about */
    uint64_t *holders;        /* for each part and place, the letters of features it stands in */
    uint64_t *filter; /* a bit for the hash of each key: most that is asked for is not there */
} Weights;

/* Read lines of a feature, a tab and a weight, once the letters have their bits. Returns -1 with
   ValueError, or with OverflowError if there are more parts, or larger weights, than fit. */
int weights_read(Weights *weights, PyObject *source);

/* Return the bits of the letters that have a part at some place of a feature. */
static inline uint64_t
weights_holders(const Weights *weights, uint32_t part, int place)
{
    return weights->holders[part * MOST_PARTS + (uint32_t)place];
}

/* Return the number of a part, 0 if no feature has it. */
uint32_t weights_part(const Weights *weights, const char *text, size_t size);

/* Fibonacci hashing (Knuth, The Art of Computer Programming 3, 6.4). */
static inline uint64_t
key_hash(uint64_t key)
{
    return (key ^ key >> 32) * 0x9e3779b97f4a7c15ULL;
}

static inline int32_t
weights_of(const Weights *weights, uint64_t key)
{
    uint64_t hash = key_hash(key), bit = hash >> (64 - FILTER_BITS);
    if (!(weights->filter[bit / 64] >> bit % 64 & 1)) return 0;
    for (size_t at = hash >> 28 & weights->cell_mask;; at = (at + 1) & weights->cell_mask) {
        if (weights->cells[at].key == key) return weights->cells[at].weight;
        if (weights->cells[at].key == 0) return 0;
    }
}

void weights_free(Weights *weights);

#endif
