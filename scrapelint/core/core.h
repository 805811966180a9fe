/* The compiled core: what is asked of every word of every text.

   Each part has a twin in Python that says the same more slowly; the tests compare them. Python
   decides all that needs knowledge (what a letter is, what is known of a word, which features
   there are) and is asked once for each new thing; here it is remembered, looked up and added. */

#ifndef SCRAPELINT_CORE_H
#define SCRAPELINT_CORE_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdint.h>

/* Numbers kept in growing arrays. */
typedef struct {
    uint32_t *at;
    size_t size, room;
} Numbers;

int numbers_add(Numbers *numbers, uint32_t number); /* -1 with MemoryError */

/* Double the room of an array until `size` items fit. Returns -1 with MemoryError. */
int grow(void **array, size_t *room, size_t size, size_t item);

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

extern PyType_Spec model_spec, ballot_spec;
PyObject *may_copy(PyObject *self, PyObject *args);
PyObject *may_repeat(PyObject *self, PyObject *args);

#endif
