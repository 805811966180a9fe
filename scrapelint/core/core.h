/* The compiled core: what is asked of every word of every text.

   Each part has a twin in Python that says the same more slowly; the tests compare them. Python
   decides all that needs knowledge (what a letter is, which words a table lists, which features
   there are) and is asked once for each new thing; here it is remembered, looked up and added. */

#ifndef SCRAPELINT_CORE_H
#define SCRAPELINT_CORE_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdint.h>

enum { EDITION = 8 }; /* to be raised when what Python sees changes; scan/engine.py has it too */

/* Numbers kept in growing arrays. */
typedef struct {
    uint32_t *at;
    size_t size, room;
} Numbers;

/* Double the room of an array until `size` items fit. Returns -1 with MemoryError. */
int grow(void **array, size_t *room, size_t size, size_t item);

/* Add a number. Returns -1 with MemoryError. */
static inline int
numbers_add(Numbers *numbers, uint32_t number)
{
    if (numbers->size == numbers->room &&
        grow((void **)&numbers->at, &numbers->room, numbers->size + 1, sizeof number) < 0)
        return -1;
    numbers->at[numbers->size++] = number;
    return 0;
}

/* Add something to a list, and let it go; -1 with an exception, also if it could not be made. */
int append(PyObject *list, PyObject *item);

/* Have memory fetched that will be needed soon. */
#ifdef __GNUC__
#define PREFETCH(address) __builtin_prefetch(address)
#else
#define PREFETCH(address) ((void)(address))
#endif

/* Return the number of the lowest bit that is set; there is one. */
static inline int
lowest_bit(uint64_t bits)
{
#ifdef __GNUC__
    return __builtin_ctzll(bits);
#else
    int bit = 0;
    while (!(bits >> bit & 1)) bit++;
    return bit;
#endif
}

/* Return how many bits are set. */
static inline unsigned
count_bits(uint64_t bits)
{
#ifdef __GNUC__
    return (unsigned)__builtin_popcountll(bits);
#else
    unsigned count = 0;
    for (; bits; bits &= bits - 1) count++;
    return count;
#endif
}

/* Tell whether one of many bits is set, and set one. */
static inline int
has_bit(const uint64_t *bits, uint64_t number)
{
    return bits[number / 64] >> (number % 64) & 1;
}

static inline void
set_bit(uint64_t *bits, uint64_t number)
{
    bits[number / 64] |= (uint64_t)1 << (number % 64);
}

/* Spread the bits of a number; the finisher of MurmurHash3 (Appleby, 2011). */
static inline uint64_t
mixed(uint64_t x)
{
    x ^= x >> 33;
    x *= 0xff51afd7ed558ccdULL;
    x ^= x >> 33;
    x *= 0xc4ceb9fe1a85ec53ULL;
    return x ^ (x >> 33);
}

/* Step of the hash FNV-1a (Fowler, Noll and Vo). */
#define HASH_START 0xcbf29ce484222325ULL
#define HASHED(hash, value) (((hash) ^ (uint64_t)(value)) * 0x100000001b3ULL)

/* Return the hash of some bytes. */
static inline uint64_t
hash_of(const char *bytes, size_t size)
{
    uint64_t hash = HASH_START;
    for (size_t at = 0; at < size; at++) hash = HASHED(hash, (uint8_t)bytes[at]);
    return mixed(hash);
}

/* Return the least power of two that is not less, for a table of slots. */
static inline size_t
room_for(size_t least)
{
    size_t room = 64;
    while (room < least) room *= 2;
    return room;
}

/* Move on to the next word of bytes with spaces between. Returns its size, 0 at the end. */
static inline size_t
next_word(const char *bytes, size_t size, size_t *at, size_t *start)
{
    while (*at < size && bytes[*at] == ' ') ++*at;
    *start = *at;
    while (*at < size && bytes[*at] != ' ') ++*at;
    return *at - *start;
}

/* Return where the lines and paragraphs of a text are. */
PyObject *layout(PyObject *module, PyObject *args);

extern PyType_Spec model_spec, ballot_spec, repeats_spec, sieve_spec, search_spec;

#endif
