/* Whether anything may come again in a text: paragraphs, or passages of some words.

   detectors/repetition.py says what comes again. Here it is only ruled out: words are told apart
   by hashes and, where they may be misspelt, by their letters alone. */

#include "core.h"

enum { SHINGLE = 5, GAP = 4, SHORT = 3, ALIKE_TENTHS = 7 }; /* as the detector has them */
enum { OFTEN = 8 };                                         /* places that are compared */

typedef struct {
    uint32_t start, size;
    uint64_t hash;
} Token;

/* The words of all paragraphs, one behind the other. */
typedef struct {
    PyObject *paragraphs; /* a tuple of bytes, words between spaces */
    Token *tokens;
    size_t size, room;
    size_t *ends;        /* of paragraphs, in words */
    const char **bytes;  /* of paragraphs */
    Py_ssize_t count;
} Text;

/* Things met before, by a print of their hash and a number: of two with the same print the second
   is taken for the first, which costs time and nothing else. */
typedef struct {
    uint32_t print, number;
} Entry;

typedef struct {
    Entry *at;
    size_t mask;
} Met;

static int
met_start(Met *met, size_t most)
{
    size_t room = room_for(most + most / 2 + 1);
    met->mask = room - 1;
    met->at = PyMem_Calloc(room, sizeof *met->at);
    if (met->at == NULL) PyErr_NoMemory();
    return met->at == NULL ? -1 : 0;
}

/* Return the entry of a thing; a new one gets this number. */
static Entry *
met_as(Met *met, uint64_t hash, uint32_t number)
{
    hash = mixed(hash);
    uint32_t print = (uint32_t)(hash >> 32) | 1; /* never 0 */
    size_t at = hash & met->mask;
    while (met->at[at].print != 0 && met->at[at].print != print) at = (at + 1) & met->mask;
    if (met->at[at].print == 0) met->at[at] = (Entry){print, number};
    return &met->at[at];
}

/* ------------------------------------------------------------------ the words of a text */

static int
add_words(Text *text, const char *bytes, size_t size)
{
    size_t at = 0, start, length;
    while ((length = next_word(bytes, size, &at, &start)) != 0) {
        if (grow((void **)&text->tokens, &text->room, text->size + 1, sizeof *text->tokens) < 0)
            return -1;
        text->tokens[text->size++] =
            (Token){(uint32_t)start, (uint32_t)length, hash_of(bytes + start, length)};
    }
    return 0;
}

static int
text_read(Text *text, PyObject *paragraphs)
{
    if (!PyTuple_Check(paragraphs)) {
        PyErr_SetString(PyExc_TypeError, "paragraphs are a tuple, which nobody changes meanwhile");
        return -1;
    }
    text->paragraphs = Py_NewRef(paragraphs);
    text->count = PyTuple_Size(text->paragraphs);
    text->ends = PyMem_Calloc((size_t)text->count + 1, sizeof *text->ends);
    text->bytes = PyMem_Calloc((size_t)text->count + 1, sizeof *text->bytes);
    if (text->ends == NULL || text->bytes == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t number = 0; number < text->count; number++) {
        char *bytes;
        Py_ssize_t size;
        if (PyBytes_AsStringAndSize(PyTuple_GetItem(text->paragraphs, number), &bytes, &size) < 0 ||
            add_words(text, bytes, (size_t)size) < 0)
            return -1;
        text->ends[number] = text->size;
        text->bytes[number] = bytes;
    }
    return 0;
}

static void
text_free(Text *text)
{
    Py_XDECREF(text->paragraphs);
    PyMem_Free(text->tokens);
    PyMem_Free(text->ends);
    PyMem_Free(text->bytes);
}

/* ------------------------------------------------------------------ copies */

/* How many pairs of words of a paragraph another one had first. */
typedef struct {
    uint32_t voter, count; /* the voter is one more than the number of the paragraph */
} Votes;

typedef struct {
    Met pairs, keys;
    Votes *votes; /* for each paragraph, of the last that voted for it */
} Copies;

/* Count a vote. Returns how many there are of this voter. */
static uint32_t
vote(Votes *votes, uint32_t number)
{
    if (votes->voter != number + 1) *votes = (Votes){number + 1, 0};
    return ++votes->count;
}

/* Tell whether a paragraph was met before, or half of its pairs of words in one before it. */
static int
is_copied(Copies *copies, const Text *text, uint32_t number, size_t start, size_t end)
{
    uint64_t key = HASH_START;
    uint32_t most = 0;
    for (size_t at = start; at < end; at++) {
        key = mixed(key ^ text->tokens[at].hash);
        if (at == start) continue;
        uint64_t pair = text->tokens[at - 1].hash * 31 + text->tokens[at].hash;
        uint32_t first = met_as(&copies->pairs, pair, number)->number;
        if (first == number) continue;
        uint32_t count = vote(&copies->votes[first], number);
        if (count > most) most = count;
    }
    return met_as(&copies->keys, key, number)->number != number || (most && 2 * most >= end - start);
}

/* Return how many characters a paragraph has, a space between two words. */
static size_t
length(const Text *text, size_t start, size_t end)
{
    size_t total = end > start ? end - start - 1 : 0;
    for (size_t at = start; at < end; at++) total += text->tokens[at].size;
    return total;
}

static int
any_copies(const Text *text, size_t least)
{
    Copies copies = {0};
    copies.votes = PyMem_Calloc((size_t)text->count + 1, sizeof *copies.votes);
    int found = -1;
    if (copies.votes == NULL)
        PyErr_NoMemory();
    else if (met_start(&copies.pairs, text->size) == 0 &&
             met_start(&copies.keys, (size_t)text->count) == 0) {
        found = 0;
        for (Py_ssize_t number = 0; number < text->count && !found; number++) {
            size_t start = number ? text->ends[number - 1] : 0, end = text->ends[number];
            if (length(text, start, end) >= least)
                found = is_copied(&copies, text, (uint32_t)number, start, end);
        }
    }
    PyMem_Free(copies.votes);
    PyMem_Free(copies.pairs.at);
    PyMem_Free(copies.keys.at);
    return found;
}

/* ------------------------------------------------------------------ passages */

/* A word by its place, and the paragraph it stands in: walked to from the one before or behind. */
typedef struct {
    const Text *text;
    size_t at;
    Py_ssize_t paragraph;
} Place;

static Place
place_of(const Text *text, size_t at)
{
    Py_ssize_t low = 0, high = text->count - 1;
    while (low < high) {
        Py_ssize_t middle = (low + high) / 2;
        if (text->ends[middle] > at)
            high = middle;
        else
            low = middle + 1;
    }
    return (Place){text, at, low};
}

static void
move_to(Place *place, size_t at)
{
    place->at = at;
    while (place->text->ends[place->paragraph] <= at) place->paragraph++;
    while (place->paragraph && place->text->ends[place->paragraph - 1] > at) place->paragraph--;
}

static const char *
letters_at(const Place *place)
{
    return place->text->bytes[place->paragraph] + place->text->tokens[place->at].start;
}

/* Tell whether two words share so many letters that they may be one, misspelt. */
static int
may_be_same(const Place *one, const Place *other)
{
    const Token *a = &one->text->tokens[one->at], *b = &other->text->tokens[other->at];
    if (a->hash == b->hash) return 1;
    size_t both = a->size + b->size, shorter = a->size < b->size ? a->size : b->size;
    if (both - shorter <= SHORT || 20 * shorter < ALIKE_TENTHS * both) return 0;
    int16_t counts[256] = {0};
    const char *text = letters_at(one), *text_of_other = letters_at(other);
    for (size_t at = 0; at < a->size; at++) counts[(uint8_t)text[at]]++;
    size_t shared = 0;
    for (size_t at = 0; at < b->size; at++) shared += counts[(uint8_t)text_of_other[at]]-- > 0;
    return 20 * shared >= ALIKE_TENTHS * both;
}

/* Return how many steps two walks over the words agree, up to the last pair that may. */
static size_t
agreeing(const Text *text, size_t first, size_t again, int step, size_t steps)
{
    Place one = place_of(text, first), other = place_of(text, again);
    size_t agreed = 0;
    for (size_t done = 1; done <= steps; done++) {
        if (may_be_same(&one, &other))
            agreed = done;
        else if (done - agreed > GAP)
            break;
        if (done == steps) break;
        move_to(&one, one.at + (size_t)step);
        move_to(&other, other.at + (size_t)step);
    }
    return agreed;
}

static size_t
least_of(size_t one, size_t other)
{
    return one < other ? one : other;
}

static int
is_passage(const Text *text, size_t first, size_t again, size_t least)
{
    size_t ahead = agreeing(text, first, again, 1, least_of(again - first, text->size - again));
    if (ahead >= least) return 1;
    size_t steps = least_of(first, again - 1 - first);
    return steps && ahead + agreeing(text, first - 1, again - 1, -1, steps) >= least;
}

static uint64_t
shingle_at(const Text *text, size_t at)
{
    uint64_t shingle = HASH_START;
    for (size_t word = at; word < at + SHINGLE; word++)
        shingle = (shingle ^ text->tokens[word].hash) * 0x9e3779b97f4a7c15ULL;
    return shingle ^ shingle >> 32;
}

/* Tell whether a passage may begin anywhere where some words stand in a row that stood before;
   where they did so very often, say that it may. */
static int
any_passages_among(const Text *text, size_t least, Met *shingles, uint32_t *before)
{
    for (size_t at = 0; at + SHINGLE <= text->size; at++) {
        Entry *last = met_as(shingles, shingle_at(text, at), (uint32_t)at);
        before[at] = last->number; /* itself for the first */
        last->number = (uint32_t)at;
        int often = 0;
        for (size_t here = at; before[here] != here; here = before[here]) {
            if (before[here] + SHINGLE > at) continue;
            if (++often > OFTEN || is_passage(text, before[here], at, least)) return 1;
        }
    }
    return 0;
}

static int
any_passages(const Text *text, size_t least)
{
    Met shingles = {0};
    uint32_t *before = PyMem_Calloc(text->size + 1, sizeof *before);
    int found = -1;
    if (before == NULL)
        PyErr_NoMemory();
    else if (met_start(&shingles, text->size) == 0)
        found = any_passages_among(text, least, &shingles, before);
    PyMem_Free(before);
    PyMem_Free(shingles.at);
    return found;
}

/* ------------------------------------------------------------------ what is asked */

typedef int (*Question)(const Text *text, size_t least);

static PyObject *
answered(PyObject *args, Question any)
{
    PyObject *paragraphs;
    Py_ssize_t least;
    if (!PyArg_ParseTuple(args, "On", &paragraphs, &least)) return NULL;
    Text text = {0};
    int found = text_read(&text, paragraphs);
    if (found == 0) found = any(&text, least > 0 ? (size_t)least : 0);
    text_free(&text);
    return found < 0 ? NULL : PyBool_FromLong(found);
}

PyObject *
may_copy(PyObject *Py_UNUSED(self), PyObject *args)
{
    return answered(args, any_copies);
}

PyObject *
may_repeat(PyObject *Py_UNUSED(self), PyObject *args)
{
    return answered(args, any_passages);
}
