/* What comes again in a text: paragraphs, copies of them, and passages.

   scrapelint/repeats.py says the same, and why. Here words are numbers: those that case alone
   sets apart have the same. */

#include "letters.h"
#include "matching.h"
#include "source.h"

#include <string.h>

enum { SHINGLE = 5, GAP = 4, SHORT = 3, ODD_TENTH = 10 }; /* as the twin has them */

/* ------------------------------------------------------------------ what characters are

   Python tells of 256 characters in as many numbers of 64 bits: up to three characters that each
   becomes where case does not matter, of 21 bits, and whether it is a digit. 0 is no part of a
   word. */

enum { FOLDED = 3, FOLDED_BITS = 21 };
#define FOLDED_MASK 0x1fffffULL
#define IS_DIGIT (1ULL << 63)

typedef struct {
    PyObject *ask;
    PyObject *told; /* a list of bytes */
    const char *pages[PAGES];
} Folds;

static const char *
folds_ask(Folds *folds, Py_UCS4 page)
{
    PyObject *told = page_told(folds->ask, page, sizeof(uint64_t));
    const char *bytes = told == NULL ? NULL : PyBytes_AsString(told);
    if (append(folds->told, told) < 0) return NULL; /* the list keeps it */
    return folds->pages[page] = bytes;
}

/* Find out what a character becomes. Returns -1 with an exception. */
static inline int
folded(Folds *folds, Py_UCS4 character, uint64_t *fold)
{
    const char *page = folds->pages[character >> 8];
    if (page == NULL && (page = folds_ask(folds, character >> 8)) == NULL) return -1;
    memcpy(fold, page + (character & 0xff) * sizeof *fold, sizeof *fold);
    return 0;
}

/* ------------------------------------------------------------------ the words of a text */

typedef struct {
    size_t start; /* of its letters */
    uint32_t hash;
    int has_digit;
    uint32_t size;
} Known;

typedef struct {
    uint32_t start, end;
} Place;

typedef struct {
    size_t paragraphs;
    size_t *ends; /* of paragraphs, in words */
    uint32_t *words; /* by their numbers, and where each stands */
    Place *places;
    size_t size, words_room, places_room;
    Known *known; /* words by their numbers */
    size_t known_size, known_room;
    uint32_t *letters; /* of all that are known, and of one more that is being read */
    size_t letters_size, letters_room;
    uint32_t *slots; /* known words by their hash, one more than the number */
    size_t mask;
} Text;

static Sequence
letters_of(const Text *text, const Known *word)
{
    return (Sequence){text->letters + word->start, word->size};
}

static int
widen(Text *text)
{
    size_t room = room_for(4 * (text->known_size + 1));
    uint32_t *slots = PyMem_Calloc(room, sizeof *slots);
    if (slots == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (size_t number = 0; number < text->known_size; number++) {
        size_t slot = text->known[number].hash & (room - 1);
        while (slots[slot] != 0) slot = (slot + 1) & (room - 1);
        slots[slot] = (uint32_t)number + 1;
    }
    PyMem_Free(text->slots);
    text->slots = slots;
    text->mask = room - 1;
    return 0;
}

static int
is_spelt(const Text *text, const Known *one, const Known *other)
{
    return one->hash == other->hash && one->size == other->size &&
           memcmp(text->letters + one->start, text->letters + other->start,
                  one->size * sizeof *text->letters) == 0;
}

/* Return the number of a word whose letters stand behind those that are known, and keep them if
   it is new. Returns -1 with MemoryError. */
static Py_ssize_t
number_of(Text *text, Known word)
{
    if (2 * text->known_size >= text->mask && widen(text) < 0) return -1;
    size_t slot = word.hash & text->mask;
    for (uint32_t number; (number = text->slots[slot]) != 0; slot = (slot + 1) & text->mask)
        if (is_spelt(text, &text->known[number - 1], &word)) return number - 1;
    if (grow((void **)&text->known, &text->known_room, text->known_size + 1, sizeof word) < 0)
        return -1;
    text->known[text->known_size++] = word;
    text->letters_size += word.size;
    text->slots[slot] = (uint32_t)text->known_size;
    return (Py_ssize_t)text->known_size - 1;
}

/* Write the letters of the word at a place behind those that are known, as far as it goes.
   Returns how many characters those are of the text, -1 with an exception. */
static Py_ssize_t
spell(Text *text, Folds *folds, const Py_UCS4 *from, const Py_UCS4 *end, Known *word)
{
    size_t to = text->letters_size;
    uint64_t hash = HASH_START, all = 0, fold;
    const Py_UCS4 *at = from;
    for (; at < end; at++) {
        if (folded(folds, *at, &fold) < 0) return -1;
        if (fold == 0) break;
        if (to + FOLDED > text->letters_room &&
            grow((void **)&text->letters, &text->letters_room, to + FOLDED,
                 sizeof *text->letters) < 0)
            return -1;
        all |= fold;
        for (fold &= ~IS_DIGIT; fold != 0; fold >>= FOLDED_BITS) {
            uint32_t letter = (uint32_t)(fold & FOLDED_MASK);
            hash = HASHED(hash, letter);
            text->letters[to++] = letter;
        }
    }
    *word = (Known){.start = text->letters_size, .hash = (uint32_t)mixed(hash)};
    word->size = (uint32_t)(to - word->start);
    word->has_digit = (all & IS_DIGIT) != 0;
    return at - from;
}

/* Add a word by its number, and where it stands. */
static int
add_word(Text *text, size_t number, size_t start, size_t end)
{
    if (text->size == text->words_room &&
        (grow((void **)&text->words, &text->words_room, text->size + 1, sizeof *text->words) < 0 ||
         grow((void **)&text->places, &text->places_room, text->size + 1, sizeof *text->places) < 0))
        return -1;
    text->places[text->size] = (Place){(uint32_t)start, (uint32_t)end};
    text->words[text->size++] = (uint32_t)number;
    return 0;
}

/* Add the words of a paragraph that starts at some place of the text. */
static int
add_words(Text *text, Folds *folds, const Py_UCS4 *characters, size_t size, size_t start)
{
    for (size_t at = 0; at < size; at++) { /* what ends a word is none */
        Known word;
        Py_ssize_t length = spell(text, folds, characters + at, characters + size, &word);
        if (length == 0) continue;
        Py_ssize_t number = length < 0 ? -1 : number_of(text, word);
        size_t begin = start + at;
        at += (size_t)length;
        if (number < 0 || add_word(text, (size_t)number, begin, start + at) < 0) return -1;
    }
    return 0;
}

/* Return where a part of a paragraph ends whose characters are at hand then: with the paragraph, or
   between two words if it is long. -1 with an exception. */
static Py_ssize_t
part_end(Folds *folds, Source *source, Py_ssize_t start, Py_ssize_t end)
{
    for (Py_ssize_t size = AT_ONCE; size < end - start; size *= 2) {
        if (source_read(source, start, start + size) < 0) return -1;
        for (Py_ssize_t at = start + size; at > start; at--) {
            uint64_t fold;
            if (folded(folds, *source_at(source, at - 1), &fold) < 0) return -1;
            if (fold == 0) return at;
        }
    }
    return source_read(source, start, end) < 0 ? -1 : end;
}

/* Add the words between two places. */
static int
add_paragraph(Text *text, Folds *folds, Source *source, Py_ssize_t start, Py_ssize_t end)
{
    while (start < end) {
        Py_ssize_t upto = part_end(folds, source, start, end);
        if (upto < 0) return -1;
        size_t size = (size_t)(upto - start);
        if (add_words(text, folds, source_at(source, start), size, (size_t)start) < 0) return -1;
        start = upto;
    }
    text->ends[text->paragraphs++] = text->size;
    return 0;
}

static int
add_paragraphs(Text *text, Folds *folds, Source *source, PyObject *spans)
{
    Py_ssize_t count = PyTuple_Size(spans), done = 0, start, end;
    for (Py_ssize_t number = 0; number < count; number++) {
        PyObject *span = PyTuple_GetItem(spans, number);
        if (!PyTuple_Check(span)) {
            PyErr_SetString(PyExc_TypeError, "a paragraph is two places");
            return -1;
        }
        if (!PyArg_ParseTuple(span, "nn", &start, &end)) return -1;
        if (start < done || start > end || end > source->size) {
            PyErr_SetString(PyExc_ValueError, "paragraphs follow each other in the text");
            return -1;
        }
        if (add_paragraph(text, folds, source, start, end) < 0) return -1;
        done = end;
    }
    return 0;
}

static void
text_free(Text *text)
{
    PyMem_Free(text->ends);
    PyMem_Free(text->words);
    PyMem_Free(text->places);
    PyMem_Free(text->known);
    PyMem_Free(text->letters);
    PyMem_Free(text->slots);
}

static int
text_read(Text *text, PyObject *whole, PyObject *spans, PyObject *ask)
{
    Folds *folds = PyMem_Calloc(1, sizeof *folds);
    Source source = source_of(whole);
    int status = -1;
    text->ends = PyMem_Calloc((size_t)PyTuple_Size(spans) + 1, sizeof *text->ends);
    if (folds == NULL || text->ends == NULL)
        PyErr_NoMemory();
    else if ((folds->told = PyList_New(0)) != NULL) {
        folds->ask = ask;
        status = add_paragraphs(text, folds, &source, spans);
        Py_DECREF(folds->told);
    }
    source_free(&source);
    PyMem_Free(folds);
    return status;
}

static size_t
start_of(const Text *text, size_t paragraph)
{
    return paragraph ? text->ends[paragraph - 1] : 0;
}

static Sequence
words_of(const Text *text, size_t paragraph)
{
    size_t start = start_of(text, paragraph);
    return (Sequence){text->words + start, text->ends[paragraph] - start};
}

static int
are_same(Sequence one, Sequence other)
{
    if (one.size != other.size) return 0;
    for (size_t at = 0; at < one.size; at++)
        if (one.at[at] != other.at[at]) return 0;
    return 1;
}

static uint64_t
hash_of_words(Sequence words)
{
    uint64_t hash = HASH_START;
    for (size_t at = 0; at < words.size; at++) hash = HASHED(hash, words.at[at]);
    return mixed(hash);
}

/* ------------------------------------------------------------------ words in a row */

/* Where so many words stand in a row, one place for each such row. */
typedef struct {
    const Text *text;
    size_t width;
    uint32_t *at; /* one more than the place, by the hash of the words */
    size_t mask;
} Rows;

static int
rows_start(Rows *rows, const Text *text, size_t width)
{
    size_t room = room_for(2 * text->size);
    *rows = (Rows){text, width, PyMem_Calloc(room, sizeof *rows->at), room - 1};
    if (rows->at == NULL) PyErr_NoMemory();
    return rows->at == NULL ? -1 : 0;
}

/* Return where it is kept at which place the words at a place stand; 0 if at none. */
static uint32_t *
row_at(const Rows *rows, size_t at)
{
    const uint32_t *words = rows->text->words;
    Sequence row = {words + at, rows->width};
    size_t slot = hash_of_words(row) & rows->mask;
    while (rows->at[slot] != 0 &&
           !are_same(row, (Sequence){words + rows->at[slot] - 1, rows->width}))
        slot = (slot + 1) & rows->mask;
    return &rows->at[slot];
}

/* ------------------------------------------------------------------ paragraphs that come again */

#define NONE UINT32_MAX /* no paragraph */

/* Tell whether a paragraph has so many characters, a space between two words. */
static int
is_long(const Text *text, size_t paragraph, size_t least)
{
    Sequence words = words_of(text, paragraph);
    size_t length = words.size ? words.size - 1 : 0;
    for (size_t at = 0; at < words.size && length < least; at++)
        length += text->known[words.at[at]].size;
    return length >= least;
}

/* Write down for each paragraph which earlier one it is, word for word, or none. */
static int
find_again(const Text *text, size_t least, uint32_t *firsts)
{
    size_t mask = room_for(2 * text->paragraphs) - 1;
    uint32_t *slots = PyMem_Calloc(mask + 1, sizeof *slots); /* one more than the number */
    if (slots == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (size_t number = 0; number < text->paragraphs; number++) {
        firsts[number] = NONE;
        if (!is_long(text, number, least)) continue;
        Sequence words = words_of(text, number);
        size_t slot = hash_of_words(words) & mask;
        while (slots[slot] != 0 && !are_same(words, words_of(text, slots[slot] - 1)))
            slot = (slot + 1) & mask;
        if (slots[slot] != 0)
            firsts[number] = slots[slot] - 1;
        else
            slots[slot] = (uint32_t)number + 1;
    }
    PyMem_Free(slots);
    return 0;
}

/* ------------------------------------------------------------------ copies of paragraphs */

/* How many pairs of words of a paragraph another one had first. */
typedef struct {
    uint32_t voter, count; /* the voter is one more than the number of the paragraph */
} Votes;

typedef struct {
    const Text *text;
    Rows pairs;
    uint32_t *owners;       /* the paragraph of each word that had a pair first */
    Votes *votes;           /* for each paragraph, of the last that voted for it */
    Numbers voted;          /* those that the last voted for, in the order it did */
    const uint32_t *again;  /* the paragraphs that come again, as `find_again` tells them */
    uint32_t *firsts;       /* and those that nearly do */
} Copies;

static int
vote(Copies *copies, uint32_t number, uint32_t first)
{
    Votes *votes = &copies->votes[first];
    if (votes->voter != number + 1) {
        *votes = (Votes){number + 1, 0};
        if (numbers_add(&copies->voted, first) < 0) return -1;
    }
    votes->count++;
    return 0;
}

/* Vote for the paragraphs that had pairs of words first. What no paragraph had that is no copy,
   this one has first. */
static int
vote_all(Copies *copies, uint32_t number)
{
    copies->voted.size = 0;
    for (size_t at = start_of(copies->text, number); at + 1 < copies->text->ends[number]; at++) {
        uint32_t *place = row_at(&copies->pairs, at);
        uint32_t owner = *place ? copies->owners[*place - 1] : NONE;
        if (owner == number) continue;
        if (owner == NONE || copies->firsts[owner] != NONE) {
            *place = (uint32_t)at + 1;
            copies->owners[at] = number;
        } else if (vote(copies, number, owner) < 0)
            return -1;
    }
    return 0;
}

/* Write the letters of some words behind each other. Returns -1 with MemoryError. */
static int
join(const Text *text, Sequence words, Numbers *letters)
{
    letters->size = 0;
    for (size_t at = 0; at < words.size; at++) {
        const Known *word = &text->known[words.at[at]];
        for (size_t letter = 0; letter < word->size; letter++)
            if (numbers_add(letters, text->letters[word->start + letter]) < 0) return -1;
    }
    return 0;
}

static int
are_alike(const Text *text, Sequence one, Sequence other)
{
    Numbers letters = {0}, letters_of_other = {0};
    int found = join(text, one, &letters);
    if (found == 0) found = join(text, other, &letters_of_other);
    if (found == 0)
        found = alike((Sequence){letters.at, letters.size},
                      (Sequence){letters_of_other.at, letters_of_other.size});
    PyMem_Free(letters.at);
    PyMem_Free(letters_of_other.at);
    return found;
}

static int
any_digit(const Text *text, Sequence words)
{
    for (size_t at = 0; at < words.size; at++)
        if (text->known[words.at[at]].has_digit) return 1;
    return 0;
}

/* Words that stand between two runs that both paragraphs hold: those of each. */
typedef struct {
    Sequence one, other;
} Difference;

static Difference
before_run(Sequence one, Sequence other, const Runs *runs, size_t number)
{
    Run last = number ? runs->at[number - 1] : (Run){0, 0, 0};
    Run run = number < runs->size ? runs->at[number] : (Run){one.size, other.size, 0};
    size_t start = last.one + last.size, start_of_other = last.other + last.size;
    return (Difference){{one.at + start, run.one - start},
                        {other.at + start_of_other, run.other - start_of_other}};
}

/* Tell whether paragraphs with some runs in common differ in few words, and in no numbers. */
static int
differ_little(const Text *text, Sequence one, Sequence other, const Runs *runs)
{
    size_t odd = 0, shorter = one.size < other.size ? one.size : other.size;
    for (size_t number = 0; number <= runs->size; number++) {
        Difference words = before_run(one, other, runs, number);
        odd += words.one.size > words.other.size ? words.one.size : words.other.size;
        if (any_digit(text, words.one) || any_digit(text, words.other)) return 0;
    }
    return odd <= 1 || ODD_TENTH * odd <= shorter;
}

static int
is_copy(const Text *text, Sequence one, Sequence other)
{
    Runs runs = {0};
    int found = runs_of(one, other, &runs);
    if (found == 0) found = differ_little(text, one, other, &runs);
    for (size_t number = 0; found == 1 && number <= runs.size; number++) {
        Difference words = before_run(one, other, &runs, number);
        if (words.one.size && words.other.size) found = are_alike(text, words.one, words.other);
    }
    PyMem_Free(runs.at);
    return found;
}

/* Return which of those voted for has most votes, the first of several. */
static uint32_t
elected(const Copies *copies, uint32_t number, size_t *count)
{
    uint32_t first = number;
    *count = 0;
    for (size_t at = 0; at < copies->voted.size; at++) {
        uint32_t paragraph = copies->voted.at[at];
        if (copies->votes[paragraph].count > *count) {
            first = paragraph;
            *count = copies->votes[paragraph].count;
        }
    }
    return first;
}

static int
copies_count(Copies *copies, size_t least)
{
    const Text *text = copies->text;
    for (uint32_t number = 0; number < text->paragraphs; number++) {
        if (copies->again[number] != NONE || !is_long(text, number, least)) continue;
        if (vote_all(copies, number) < 0) return -1;
        size_t count;
        uint32_t first = elected(copies, number, &count);
        Sequence words = words_of(text, number);
        if (2 * count < words.size) continue;
        int found = is_copy(text, words_of(text, first), words);
        if (found < 0) return -1;
        if (found) copies->firsts[number] = first;
    }
    return 0;
}

/* Write down for each paragraph which earlier one it nearly is, or none. */
static int
find_copies(const Text *text, size_t least, uint32_t *firsts)
{
    for (size_t number = 0; number < text->paragraphs; number++) firsts[number] = NONE;
    if (text->paragraphs < 2) return 0; /* its words may be very many */
    uint32_t *again = PyMem_Calloc(text->paragraphs + 1, sizeof *again);
    Copies copies = {.text = text, .again = again, .firsts = firsts};
    copies.owners = PyMem_Calloc(text->size + 1, sizeof *copies.owners);
    copies.votes = PyMem_Calloc(text->paragraphs + 1, sizeof *copies.votes);
    int status = -1;
    if (again == NULL || copies.owners == NULL || copies.votes == NULL)
        PyErr_NoMemory();
    else if (rows_start(&copies.pairs, text, 2) == 0 && find_again(text, least, again) == 0)
        status = copies_count(&copies, least);
    PyMem_Free(copies.pairs.at);
    PyMem_Free(copies.owners);
    PyMem_Free(copies.votes);
    PyMem_Free(copies.voted.at);
    PyMem_Free(again);
    return status;
}

/* ------------------------------------------------------------------ passages */

/* Words from a place on that stand again from another on. */
typedef struct {
    size_t first, again, size;
} Passage;

typedef struct {
    Passage *at;
    size_t size, room;
} Passages;

static int
are_one(const Text *text, size_t one, size_t other)
{
    if (text->words[one] == text->words[other]) return 1;
    Sequence letters = letters_of(text, &text->known[text->words[one]]);
    Sequence letters_of_other = letters_of(text, &text->known[text->words[other]]);
    size_t longer = letters.size > letters_of_other.size ? letters.size : letters_of_other.size;
    return longer > SHORT ? alike(letters, letters_of_other) : 0;
}

/* Return how many steps two walks over the words agree, up to the last pair that does; -1 with
   MemoryError. */
static Py_ssize_t
agreeing(const Text *text, size_t first, size_t again, int is_back, size_t steps)
{
    size_t agreed = 0;
    for (size_t done = 0; done < steps && done - agreed <= GAP; done++) {
        int same = is_back ? are_one(text, first - done, again - done)
                           : are_one(text, first + done, again + done);
        if (same < 0) return -1;
        if (same) agreed = done + 1;
    }
    return (Py_ssize_t)agreed;
}

static size_t
least_of(size_t one, size_t other)
{
    return one < other ? one : other;
}

/* Find how far the passage goes whose first words stand at two places. Words before `done` belong
   to another. */
static int
follow(const Text *text, size_t first, size_t again, size_t done, Passage *passage)
{
    size_t before = done > first ? done : first, back_steps = 0;
    if (again > before + 1) back_steps = least_of(first, again - 1 - before);
    Py_ssize_t ahead =
        agreeing(text, first, again, 0, least_of(again - first, text->size - again));
    Py_ssize_t back = agreeing(text, first - 1, again - 1, 1, back_steps);
    if (ahead < 0 || back < 0) return -1;
    size_t size = (size_t)(ahead + back);
    *passage = (Passage){first - (size_t)back, again - (size_t)back, size};
    return 0;
}

/* Find the passages of at least so many words that come again, by the rows of words met before. */
static int
find_passages(Rows *rows, size_t least, Passages *found)
{
    const Text *text = rows->text;
    size_t done = 0; /* where the last passage ends */
    for (size_t at = 0; at + SHINGLE <= text->size; at++) {
        if (at < done && at + SHINGLE > done) continue;
        uint32_t *place = row_at(rows, at);
        if (*place == 0) *place = (uint32_t)at + 1;
        size_t first = *place - 1;
        if (at < done || first + SHINGLE > at) continue;
        Passage passage;
        if (follow(text, first, at, done, &passage) < 0) return -1;
        if (passage.size >= least) {
            if (grow((void **)&found->at, &found->room, found->size + 1, sizeof passage) < 0)
                return -1;
            found->at[found->size++] = passage;
        }
        done = passage.again + passage.size;
    }
    return 0;
}

/* ------------------------------------------------------------------ what Python sees */

typedef struct {
    PyObject_HEAD
    Text text;
} Repeats;

static int
repeats_init(PyObject *self, PyObject *args, PyObject *Py_UNUSED(kwargs))
{
    PyObject *whole, *spans, *ask;
    if (!PyArg_ParseTuple(args, "UO!O", &whole, &PyTuple_Type, &spans, &ask)) return -1;
    if ((uint64_t)PyUnicode_GetLength(whole) > UINT32_MAX / FOLDED) {
        PyErr_SetString(PyExc_OverflowError, "the text is too long");
        return -1;
    }
    Text text = {0}, *kept = &((Repeats *)self)->text;
    int status = text_read(&text, whole, spans, ask);
    if (status == 0 && kept->ends != NULL) {
        PyErr_SetString(PyExc_TypeError, "a text is read once");
        status = -1;
    }
    if (status == 0)
        *kept = text;
    else
        text_free(&text);
    return status;
}

static void
repeats_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    text_free(&((Repeats *)self)->text);
    PyObject_Free(self);
    Py_DECREF(type);
}

/* Return the text that was read, and read what is asked of it; NULL with an exception. */
static const Text *
asked(PyObject *self, PyObject *args, size_t *least)
{
    const Text *text = &((Repeats *)self)->text;
    Py_ssize_t number;
    if (!PyArg_ParseTuple(args, "n", &number)) return NULL;
    *least = number > 0 ? (size_t)number : 0;
    if (text->ends == NULL) PyErr_SetString(PyExc_TypeError, "no text was read");
    return text->ends == NULL ? NULL : text;
}

typedef int (*Finder)(const Text *text, size_t least, uint32_t *firsts);

/* Return the paragraphs that a finder finds, each behind the first. */
static PyObject *
pairs_of(PyObject *self, PyObject *args, Finder find)
{
    size_t least;
    const Text *text = asked(self, args, &least);
    if (text == NULL) return NULL;
    uint32_t *firsts = PyMem_Malloc((text->paragraphs + 1) * sizeof *firsts);
    if (firsts == NULL) return PyErr_NoMemory();
    PyObject *found = find(text, least, firsts) < 0 ? NULL : PyList_New(0);
    for (size_t number = 0; found != NULL && number < text->paragraphs; number++) {
        unsigned long first = firsts[number];
        if (first != NONE && append(found, Py_BuildValue("kn", first, (Py_ssize_t)number)) < 0)
            Py_CLEAR(found);
    }
    PyMem_Free(firsts);
    return found;
}

static PyObject *
repeats_again(PyObject *self, PyObject *args)
{
    return pairs_of(self, args, find_again);
}

static PyObject *
repeats_copies(PyObject *self, PyObject *args)
{
    return pairs_of(self, args, find_copies);
}

static PyObject *
written(const Text *text, const Passages *passages)
{
    PyObject *found = PyList_New(0);
    for (size_t number = 0; found != NULL && number < passages->size; number++) {
        Passage passage = passages->at[number];
        unsigned long first = text->places[passage.first].start,
                      start = text->places[passage.again].start,
                      end = text->places[passage.again + passage.size - 1].end;
        if (append(found, Py_BuildValue("kkk", first, start, end)) < 0) Py_CLEAR(found);
    }
    return found;
}

static PyObject *
repeats_passages(PyObject *self, PyObject *args)
{
    size_t least;
    const Text *text = asked(self, args, &least);
    if (text == NULL) return NULL;
    Rows rows;
    Passages passages = {0};
    PyObject *found = NULL;
    if (rows_start(&rows, text, SHINGLE) == 0 && find_passages(&rows, least, &passages) == 0)
        found = written(text, &passages);
    PyMem_Free(rows.at);
    PyMem_Free(passages.at);
    return found;
}

static PyMethodDef methods[] = {
    {"again", repeats_again, METH_VARARGS,
     "Return the paragraphs of at least so many characters that are an earlier one, each by the\n"
     "number of that and its own."},
    {"copies", repeats_copies, METH_VARARGS,
     "Return the paragraphs of at least so many characters that are nearly an earlier one."},
    {"passages", repeats_passages, METH_VARARGS,
     "Return the passages of at least so many words that come again: where each stood first, and\n"
     "where it starts and ends."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_doc, "The words of the paragraphs of a text."},
    {Py_tp_new, PyType_GenericNew},
    {Py_tp_init, repeats_init},
    {Py_tp_dealloc, repeats_dealloc},
    {Py_tp_methods, methods},
    {0, NULL},
};

PyType_Spec repeats_spec = {
    .name = "scrapelint._core.Repeats",
    .basicsize = sizeof(Repeats),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = slots,
};
