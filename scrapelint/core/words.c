#include "words.h"

#include <string.h>

enum { MOST = 100000 }; /* words that are remembered between two lines */
enum { BATCH = 32 };    /* words that are told apart before they are looked up */

typedef struct {
    const Py_UCS4 *text;
    Key key;            /* without telling whether it begins a sentence */
    int is_before_scar; /* whether two spaces follow */
} Token;

/* ------------------------------------------------------------------ several bytes at a time */

enum { HEAD = sizeof(uint64_t) };
#define IN_EACH(byte) ((byte) * 0x0101010101010101ULL)

/* Return up to eight bytes as one number, the others 0. */
static uint64_t
bytes_at(const uint8_t *bytes, size_t size)
{
    static const uint8_t masks[] = {255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0};
    uint64_t value, mask;
    memcpy(&value, bytes, sizeof value);
    memcpy(&mask, masks + sizeof mask - (size < sizeof mask ? size : sizeof mask), sizeof mask);
    return value & mask;
}

/* Return how many bytes come before the first one that is not 0, of which there is one. */
static size_t
zeros_before(uint64_t bytes)
{
#if defined(__GNUC__) && PY_LITTLE_ENDIAN
    return (size_t)__builtin_ctzll(bytes) / 8;
#else
    uint8_t each[HEAD];
    size_t size = 0;
    memcpy(each, &bytes, sizeof each);
    while (each[size] == 0) size++;
    return size;
#endif
}

/* ------------------------------------------------------------------ where words end

   The expressions in gaps/words.py say the same; `is_left` tells the two ways of dealing with
   apostrophes apart. What ends a line, a part of one or a text is no part of any word. */

typedef struct {
    const Characters *characters;
    size_t end; /* of the line, or of a part of it */
    int is_left;
} Splitter;

static int
is(const Splitter *by, size_t at, int kinds)
{
    return (by->characters->kinds[at] & kinds) != 0;
}

static int
stands(const Splitter *by, size_t at, Py_UCS4 character)
{
    return by->characters->at[at] == character;
}

static size_t
run(const Splitter *by, size_t at, int kind)
{
    for (;; at += HEAD) {
        uint64_t others = ~bytes_at(by->characters->kinds + at, HEAD) & IN_EACH((uint64_t)kind);
        if (others) return at + zeros_before(others);
    }
}

static int
is_apostrophe(const Splitter *by, size_t at)
{
    return stands(by, at, '\'') || stands(by, at, 0x2019);
}

/* Return where letters with points between them end, as in J.-C., or 0. */
static size_t
initials(const Splitter *by, size_t at)
{
    int count = 0;
    while (is(by, at, LETTER) && stands(by, at + 1, '.')) {
        at += stands(by, at + 2, '-') ? 3 : 2;
        count++;
    }
    return count > 1 ? at : 0;
}

static size_t
letters_end(const Splitter *by, size_t at)
{
    if (stands(by, at + 1, '.')) {
        size_t end = initials(by, at);
        if (end) return end;
        if (is(by, at + 2, LETTER) && !is(by, at + 3, LETTER | DIGIT) && !stands(by, at + 3, '_'))
            return at + 3;
    }
    size_t end = run(by, at + 1, LETTER);
    while (stands(by, end, '-') && is(by, end + 1, LETTER)) end = run(by, end + 1, LETTER);
    return end;
}

static int
joins_digits(Py_UCS4 character)
{
    return character == '.' || character == ',' || character == ':' || character == '/';
}

static size_t
digits_end(const Splitter *by, size_t at)
{
    size_t end = run(by, at, DIGIT);
    while (joins_digits(by->characters->at[end]) && is(by, end + 1, DIGIT))
        end = run(by, end + 1, DIGIT);
    return end;
}

/* Return where 't and 's end, or 0. */
static size_t
clitic_end(const Splitter *by, size_t at)
{
    if (!is_apostrophe(by, at) || !is(by, at + 1, LETTER)) return 0;
    size_t end = at + (is(by, at + 2, LETTER) ? 3 : 2);
    return is(by, end, LETTER | DIGIT) ? 0 : end;
}

static size_t
mark_end(const Splitter *by, size_t at)
{
    Py_UCS4 mark = by->characters->at[at];
    if (mark == '.') {
        while (stands(by, at + 1, '.')) at++;
        return at + 1;
    }
    int doubles = (mark == ',' || mark == '\'' || mark == '`') && stands(by, at + 1, mark);
    return at + 1 + (size_t)doubles;
}

static size_t
word_end(const Splitter *by, size_t at)
{
    if (is(by, at, LETTER)) {
        size_t end = letters_end(by, at);
        return end + (size_t)(by->is_left && is_apostrophe(by, end));
    }
    if (is(by, at, DIGIT)) return digits_end(by, at);
    size_t clitic = by->is_left ? 0 : clitic_end(by, at);
    return clitic ? clitic : mark_end(by, at);
}

/* ------------------------------------------------------------------ what is known of words */

static int
part_of(const Weights *weights, PyObject *text, uint16_t *part)
{
    Py_ssize_t size;
    const char *bytes = PyUnicode_AsUTF8AndSize(text, &size);
    if (bytes == NULL) { /* half a surrogate, which no table has */
        if (!PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) return -1;
        PyErr_Clear();
    }
    *part = bytes == NULL ? 0 : (uint16_t)weights_part(weights, bytes, (size_t)size);
    return 0;
}

/* Ask Python about a word, or the end of a line. Returns -1 with an exception. */
static int
ask_about(PyObject *know, const Weights *weights, PyObject *text, int first, Word *word)
{
    if (text == NULL) return -1;
    PyObject *known = PyObject_CallFunction(know, "NN", text, PyBool_FromLong(first));
    if (known == NULL) return -1;
    PyObject *levels[LEVELS];
    int failed = !PyTuple_Check(known) ||
                 !PyArg_ParseTuple(known, "UUUUI", &levels[FORM], &levels[KIND], &levels[INITIAL],
                                   &levels[ENDING], &word->flags);
    for (int level = 0; level < LEVELS && !failed; level++)
        failed = part_of(weights, levels[level], &word->parts[level]) < 0;
    if (failed && !PyErr_Occurred()) PyErr_SetString(PyExc_TypeError, "a tuple is needed");
    Py_DECREF(known);
    return failed ? -1 : 0;
}

static Key
key_of(const Characters *characters, size_t start, size_t end)
{
    size_t size = end - start, rest = size > HEAD ? size - HEAD : 0;
    Key key = {.shape = (uint32_t)size << SIZE_SHIFT};
    const uint8_t *kinds = characters->kinds + start, *bytes = characters->bytes + start;
    uint64_t all = bytes_at(kinds, size) | bytes_at(kinds + HEAD, rest);
    if (size <= SHORT && !(all & IN_EACH(WIDE))) {
        key.head = bytes_at(bytes, size);
        key.tail = bytes_at(bytes + HEAD, rest);
        return key;
    }
    uint64_t hash = HASH_START;
    for (size_t at = start; at < end; at++) hash = HASHED(hash, characters->at[at]);
    key.head = mixed(hash);
    key.shape |= LONG;
    return key;
}

static size_t
size_of(const Key *key)
{
    return key->shape >> SIZE_SHIFT;
}

static int
is_same(const Words *words, const Word *word, const Key *key, const Py_UCS4 *text)
{
    if (word->key.head != key->head || word->key.tail != key->tail ||
        word->key.shape != key->shape)
        return 0;
    return !(key->shape & LONG) ||
           memcmp(words->characters + word->start, text, size_of(key) * sizeof *text) == 0;
}

/* Return where to look first, which does not depend on whether the word begins a sentence. */
static size_t
home_of(const Words *words, const Key *key)
{
    return key_hash(key->head ^ key_hash(key->tail)) >> (64 - words->slot_bits);
}

static size_t
slot_of(const Words *words, const Key *key, const Py_UCS4 *text)
{
    size_t slot = home_of(words, key), mask = ((size_t)1 << words->slot_bits) - 1;
    for (uint32_t number; (number = words->slots[slot]) != 0; slot = (slot + 1) & mask)
        if (is_same(words, &words->words[number - 1], key, text)) break;
    return slot;
}

static void
put_in_slots(Words *words)
{
    size_t slots = (size_t)1 << words->slot_bits;
    memset(words->slots, 0, slots * sizeof *words->slots);
    for (size_t number = OUTSIDE; number < words->size; number++) {
        size_t slot = home_of(words, &words->words[number].key);
        while (words->slots[slot] != 0) slot = (slot + 1) & (slots - 1);
        words->slots[slot] = (uint32_t)number + 1;
    }
}

static int
widen(Words *words)
{
    int bits = words->slots == NULL ? 12 : words->slot_bits + 1;
    uint32_t *wider = PyMem_Realloc(words->slots, ((size_t)1 << bits) * sizeof *wider);
    if (wider == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    words->slots = wider;
    words->slot_bits = bits;
    put_in_slots(words);
    return 0;
}

/* Make room for one more word, each where a line of memory begins. */
static int
make_room(Words *words)
{
    if (words->size < words->room) return 0;
    size_t room = words->room ? 2 * words->room : 1024;
    char *block = PyMem_Malloc(MEMORY_LINE + room * (sizeof(Word) + sizeof(Around)));
    if (block == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    Word *moved = (Word *)(block + MEMORY_LINE - (uintptr_t)block % MEMORY_LINE);
    Around *around = (Around *)(moved + room);
    if (words->size) {
        memcpy(moved, words->words, words->size * sizeof *moved);
        memcpy(around, words->around, words->size * sizeof *around);
    }
    PyMem_Free(words->block);
    words->block = block;
    words->words = moved;
    words->around = around;
    words->room = room;
    return 0;
}

static int
add(Words *words, Word word, const Py_UCS4 *text)
{
    size_t size = word.key.shape & LONG ? size_of(&word.key) : 0;
    if (make_room(words) < 0 ||
        grow((void **)&words->characters, &words->held, words->used + size, sizeof *text) < 0)
        return -1;
    word.start = words->used;
    if (size) memcpy(words->characters + words->used, text, size * sizeof *text);
    words->used += size;
    words->words[words->size++] = word;
    return 0;
}

/* Find out about a new word. Returns -1 with an exception. */
static int
find_out(const Words *words, const Weights *weights, const Letters *letters, const Token *token,
         int first, Word *word)
{
    if (lexicon_knows(&words->lexicon, weights, letters, token->text, size_of(&token->key), first,
                      word->parts, &word->flags))
        return 0;
    int order = PY_LITTLE_ENDIAN ? -1 : 1;
    Py_ssize_t size = (Py_ssize_t)(size_of(&token->key) * sizeof *token->text);
    PyObject *text = PyUnicode_DecodeUTF32((const char *)token->text, size, "surrogatepass", &order);
    return ask_about(words->know, weights, text, first, word);
}

/* Return the number of a word; -1 with an exception. */
static Py_ssize_t
number_of(Words *words, const Weights *weights, const Letters *letters, const Token *token,
          int first)
{
    Word word = {.key = token->key};
    word.key.shape |= first ? FIRST : 0;
    size_t slot = slot_of(words, &word.key, token->text);
    if (words->slots[slot] != 0) return words->slots[slot] - 1;
    if (find_out(words, weights, letters, token, first, &word) < 0) return -1;
    if (words->size >> (words->slot_bits - 1) && widen(words) < 0) return -1;
    slot = slot_of(words, &word.key, token->text); /* Python may have added words, this one too */
    if (words->slots[slot] == 0) {
        if (add(words, word, token->text) < 0) return -1;
        words->slots[slot] = (uint32_t)words->size;
    }
    return words->slots[slot] - 1;
}

int
words_start(Words *words, const Weights *weights, PyObject *classes, PyObject *know)
{
    Py_UCS4 none = 0;
    words->know = Py_NewRef(know);
    if (lexicon_read(&words->lexicon, classes) < 0 || widen(words) < 0) return -1;
    for (int end = BEFORE_LINE; end <= AFTER_LINE; end++) {
        Word word = {0};
        if (ask_about(know, weights, PyUnicode_FromString(""), end == BEFORE_LINE, &word) < 0)
            return -1;
        if (add(words, word, &none) < 0) return -1;
    }
    return 0;
}

static size_t
spaces_end(const Splitter *by, size_t at)
{
    while (at < by->end && is(by, at, SPACE)) at++;
    return at;
}

/* Tell the next words of a line apart, and have the memory they are kept in fetched. */
static size_t
read_batch(const Words *words, const Splitter *by, size_t *next, Token *batch)
{
    size_t size = 0;
    while (size < BATCH) {
        size_t start = spaces_end(by, *next);
        if (start >= by->end) break;
        size_t end = *next = word_end(by, start);
        Token *token = &batch[size++];
        *token = (Token){.text = by->characters->at + start,
                         .key = key_of(by->characters, start, end),
                         .is_before_scar = stands(by, end, ' ') && stands(by, end + 1, ' ')};
        PREFETCH(&words->slots[home_of(words, &token->key)]);
    }
    for (size_t number = 0; number < size; number++) {
        uint32_t found = words->slots[home_of(words, &batch[number].key)];
        if (found != 0) PREFETCH(&words->words[found - 1]);
    }
    return size;
}

/* Add a word to a line. Returns -1 with an exception. */
static int
add_to(Line *line, uint32_t number, uint32_t flags)
{
    uint32_t place = (uint32_t)line->words.size;
    if (flags >> MARK_SHIFT && numbers_add(&line->pauses, place) < 0) return -1;
    if (line->is_scar && numbers_add(&line->scars, place) < 0) return -1;
    line->first = (flags & FOLLOWED_BY_FIRST) != 0;
    return numbers_add(&line->words, number);
}

static int
add_words(Words *words, const Weights *weights, const Letters *letters, const Token *batch,
          size_t size, Line *line)
{
    for (size_t next = 0; next < size; next++) {
        Py_ssize_t number = number_of(words, weights, letters, &batch[next], line->first);
        if (number < 0) return -1;
        if (add_to(line, (uint32_t)number, words->words[number].flags) < 0) return -1;
        line->is_scar = batch[next].is_before_scar;
    }
    return 0;
}

void
words_begin(Words *words, int is_scar, Line *line)
{
    if (words->size > MOST && words->readers == 1) { /* all others are forgotten if too many */
        words->size = words->weighed = OUTSIDE;
        words->used = 0;
        put_in_slots(words);
    }
    line->words.size = line->pauses.size = line->scars.size = 0;
    line->first = 1;
    line->is_scar = is_scar;
}

int
words_read(Words *words, const Weights *weights, const Letters *letters,
           const Characters *characters, int is_left, size_t start, size_t end, Line *line)
{
    Splitter by = {characters, end, is_left};
    Token batch[BATCH];
    for (size_t size; (size = read_batch(words, &by, &start, batch)) > 0;)
        if (add_words(words, weights, letters, batch, size, line) < 0) return -1;
    return 0;
}

int
words_borders(const Characters *characters, int is_left, size_t start, size_t end,
              size_t before, Numbers *borders)
{
    Splitter by = {characters, end, is_left};
    while ((start = spaces_end(&by, start)) < end) {
        if (numbers_add(borders, (uint32_t)(before + start)) < 0) return -1;
        start = word_end(&by, start);
        if (numbers_add(borders, (uint32_t)(before + start)) < 0) return -1;
    }
    return 0;
}

void
words_free(Words *words)
{
    lexicon_free(&words->lexicon);
    Py_CLEAR(words->know);
    PyMem_Free(words->block);
    PyMem_Free(words->characters);
    PyMem_Free(words->slots);
}
