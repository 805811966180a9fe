/* The weights of a table: features by a letter and up to four parts, each part a number. */

#ifndef SCRAPELINT_WEIGHTS_H
#define SCRAPELINT_WEIGHTS_H

#include "core.h"

enum { MOST_PARTS = 4, PART_BITS = 14, FILTER_BITS = 18 };
enum { PAIR_FILTER_BITS = 16, WEIGHT_BITS = 28, WEIGHT_ZERO = 1 << (WEIGHT_BITS - 1) };

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
    uint64_t *filter; /* a bit for the hash of each key: most that is asked for is not there */
    uint64_t *pairs;  /* the same for features asked for everywhere: a key and a weight in one */
    size_t pair_mask;
    uint64_t *pair_filter;
    int32_t *largest; /* weights of pairs, for each letter of them, side and part; 0 if negative */
    uint64_t letters[128]; /* a bit of its own for each letter that is asked about */
    uint64_t pair_letters; /* those whose features of two parts are asked for everywhere */
    uint64_t *holders;     /* for each part and place, the letters of features it stands in */
} Weights;

/* Read lines of a feature, a tab and a weight, once the letters have their bits; features of some
   letters are asked for everywhere. Returns -1 with ValueError, or with OverflowError if there are
   more parts, or larger weights, than fit. */
int weights_read(Weights *weights, PyObject *source, uint64_t pair_letters);

/* Return the bits of the letters that have a part at some place of a feature. */
static inline uint64_t
weights_holders(const Weights *weights, uint32_t part, int place)
{
    return weights->holders[part * MOST_PARTS + (uint32_t)place];
}

/* Return the largest weight that pairs of the letter of a bit have with a part on the left (0) or
   on the right (1); 0 if that is negative. */
static inline int32_t
weights_largest(const Weights *weights, int bit, int side, uint32_t part)
{
    return weights->largest[(uint32_t)(2 * bit + side) << PART_BITS | part];
}

/* Return the number of a part, 0 if no feature has it. */
uint32_t weights_part(const Weights *weights, const char *text, size_t size);

/* Fibonacci hashing (Knuth, The Art of Computer Programming 3, 6.4). */
static inline uint64_t
key_hash(uint64_t key)
{
    return (key ^ key >> 32) * 0x9e3779b97f4a7c15ULL;
}

static inline int
filter_has(const uint64_t *filter, uint64_t hash, int bits)
{
    return has_bit(filter, hash >> (64 - bits));
}

/* Tell whether there may be a feature that is asked for everywhere, of a letter and two parts. */
static inline int
weights_may_have_pair(const Weights *weights, uint64_t key)
{
    return filter_has(weights->pair_filter, key_hash(key), PAIR_FILTER_BITS);
}

static inline size_t
weights_pair_home(const Weights *weights, uint64_t key)
{
    return key_hash(key) >> 28 & weights->pair_mask;
}

/* Return its weight. */
static inline int32_t
weights_of_pair(const Weights *weights, uint64_t key)
{
    uint64_t pair;
    for (size_t at = weights_pair_home(weights, key); (pair = weights->pairs[at]) != 0;
         at = (at + 1) & weights->pair_mask)
        if (pair >> WEIGHT_BITS == key) return (int32_t)(pair % (1 << WEIGHT_BITS)) - WEIGHT_ZERO;
    return 0;
}

/* Tell whether there may be any other feature. */
static inline int
weights_may_have(const Weights *weights, uint64_t key)
{
    return filter_has(weights->filter, key_hash(key), FILTER_BITS);
}

static inline size_t
weights_home(const Weights *weights, uint64_t key)
{
    return key_hash(key) >> 28 & weights->cell_mask;
}

/* Return its weight. */
static inline int32_t
weights_of(const Weights *weights, uint64_t key)
{
    for (size_t at = weights_home(weights, key);; at = (at + 1) & weights->cell_mask) {
        if (weights->cells[at].key == key) return weights->cells[at].weight;
        if (weights->cells[at].key == 0) return 0;
    }
}

void weights_free(Weights *weights);

#endif
