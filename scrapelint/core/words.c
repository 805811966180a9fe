#include "words.h"

#include <string.h>

enum { MOST = 100000 }; /* words that are remembered between two lines */
enum { BATCH = 32 };    /* words that are told apart before they are looked up */

typedef struct {
    const Py_UCS4 *text;
    size_t size;
    uint64_t key; /* without telling whether it begins a sentence */
} Token;

/* ------------------------------------------------------------------ where words end

   The expressions in gaps/words.py say the same; `is_left` tells the two ways of dealing with
   apostrophes apart. */

typedef struct {
    const Letters *letters;
    const Py_UCS4 *end;
    int is_left;
} Splitter;

static int
is(const Splitter *by, const Py_UCS4 *at, int kinds)
{
    return at < by->end && (letters_kind(by->letters, *at) & kinds) != 0;
}

static int
stands(const Splitter *by, const Py_UCS4 *at, Py_UCS4 character)
{
    return at < by->end && *at == character;
}

static const Py_UCS4 *
run(const Splitter *by, const Py_UCS4 *at, int kind)
{
    while (is(by, at, kind)) at++;
    return at;
}

static int
is_apostrophe(const Splitter *by, const Py_UCS4 *at)
{
    return stands(by, at, '\'') || stands(by, at, 0x2019);
}

/* Return where letters with points between them end, as in J.-C., or NULL. */
static const Py_UCS4 *
initials(const Splitter *by, const Py_UCS4 *at)
{
    int count = 0;
    while (is(by, at, LETTER) && stands(by, at + 1, '.')) {
        at += stands(by, at + 2, '-') ? 3 : 2;
        count++;
    }
    return count > 1 ? at : NULL;
}

static const Py_UCS4 *
letters_end(const Splitter *by, const Py_UCS4 *at)
{
    if (stands(by, at + 1, '.')) {
        const Py_UCS4 *end = initials(by, at);
        if (end != NULL) return end;
        if (is(by, at + 2, LETTER) && !is(by, at + 3, LETTER | DIGIT) && !stands(by, at + 3, '_'))
            return at + 3;
    }
    const Py_UCS4 *end = run(by, at + 1, LETTER);
    while (stands(by, end, '-') && is(by, end + 1, LETTER)) end = run(by, end + 1, LETTER);
    return end;
}

static const Py_UCS4 *
digits_end(const Splitter *by, const Py_UCS4 *at)
{
    const Py_UCS4 *end = run(by, at, DIGIT);
    while (end + 1 < by->end && *end < 0x80 && strchr(".,:/", (int)*end) && *end != 0 &&
           is(by, end + 1, DIGIT))
        end = run(by, end + 1, DIGIT);
    return end;
}

/* Return where 't and 's end, or NULL. */
static const Py_UCS4 *
clitic_end(const Splitter *by, const Py_UCS4 *at)
{
    if (!is_apostrophe(by, at) || !is(by, at + 1, LETTER)) return NULL;
    const Py_UCS4 *end = at + (is(by, at + 2, LETTER) ? 3 : 2);
    return is(by, end, LETTER | DIGIT) ? NULL : end;
}

static const Py_UCS4 *
mark_end(const Splitter *by, const Py_UCS4 *at)
{
    if (*at == '.') {
        while (stands(by, at + 1, '.')) at++;
        return at + 1;
    }
    int doubles = (*at == ',' || *at == '\'' || *at == '`') && stands(by, at + 1, *at);
    return at + 1 + doubles;
}

static const Py_UCS4 *
word_end(const Splitter *by, const Py_UCS4 *at)
{
    const Py_UCS4 *clitic = by->is_left ? NULL : clitic_end(by, at);
    if (clitic != NULL) return clitic;
    if (is(by, at, LETTER)) {
        const Py_UCS4 *end = letters_end(by, at);
        return by->is_left && is_apostrophe(by, end) ? end + 1 : end;
    }
    return is(by, at, DIGIT) ? digits_end(by, at) : mark_end(by, at);
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

static uint64_t
key_of(const Py_UCS4 *text, size_t size)
{
    uint64_t key = 0, hash = HASH_START;
    Py_UCS4 all = 0;
    for (size_t at = 0; at < size && at < SHORT; at++) {
        key = key << 8 | text[at];
        all |= text[at];
    }
    if (size <= SHORT && all < 0x100) return (uint64_t)size << SIZE_SHIFT | key;
    for (size_t at = 0; at < size; at++) hash = HASHED(hash, text[at]);
    return LONG << SIZE_SHIFT | mixed(hash) >> (64 - SIZE_SHIFT);
}

static int
is_same(const Words *words, const Word *word, const Word *like, const Py_UCS4 *text)
{
    if (word->key != like->key || word->size != like->size) return 0;
    return (like->key & ~FIRST) >> SIZE_SHIFT < LONG ||
           memcmp(words->characters + word->start, text, like->size * sizeof *text) == 0;
}

/* Return where to look first, which does not depend on whether the word begins a sentence. */
static size_t
home_of(const Words *words, uint64_t key)
{
    return key_hash(key & ~FIRST) >> (64 - words->slot_bits);
}

static size_t
slot_of(const Words *words, const Word *like, const Py_UCS4 *text)
{
    size_t slot = home_of(words, like->key), mask = ((size_t)1 << words->slot_bits) - 1;
    for (uint32_t number; (number = words->slots[slot]) != 0; slot = (slot + 1) & mask)
        if (is_same(words, &words->words[number - 1], like, text)) break;
    return slot;
}

static void
put_in_slots(Words *words)
{
    size_t slots = (size_t)1 << words->slot_bits;
    memset(words->slots, 0, slots * sizeof *words->slots);
    for (size_t number = OUTSIDE; number < words->size; number++) {
        size_t slot = home_of(words, words->words[number].key);
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

static int
add(Words *words, Word word, const Py_UCS4 *text)
{
    if (grow((void **)&words->words, &words->room, words->size + 1, sizeof word) < 0 ||
        grow((void **)&words->characters, &words->held, words->used + word.size, sizeof *text) < 0)
        return -1;
    word.start = words->used;
    if (word.size) memcpy(words->characters + words->used, text, word.size * sizeof *text);
    words->used += word.size;
    words->words[words->size++] = word;
    return 0;
}

/* Find out about a new word. Returns -1 with an exception. */
static int
find_out(const Words *words, const Weights *weights, const Letters *letters, const Token *token,
         int first, Word *word)
{
    if (lexicon_knows(&words->lexicon, weights, letters, token->text, token->size, first,
                      word->parts, &word->flags))
        return 0;
    int order = PY_LITTLE_ENDIAN ? -1 : 1;
    PyObject *text = PyUnicode_DecodeUTF32((const char *)token->text,
                                           (Py_ssize_t)(4 * token->size), "surrogatepass", &order);
    return ask_about(words->know, weights, text, first, word);
}

/* Return the number of a word; -1 with an exception. */
static Py_ssize_t
number_of(Words *words, const Weights *weights, const Letters *letters, const Token *token,
          int first)
{
    Word word = {.key = token->key | (first ? FIRST : 0), .size = (uint32_t)token->size};
    size_t slot = slot_of(words, &word, token->text);
    if (words->slots[slot] != 0) return words->slots[slot] - 1;
    if (find_out(words, weights, letters, token, first, &word) < 0) return -1;
    if (words->size >> (words->slot_bits - 1) && widen(words) < 0) return -1;
    slot = slot_of(words, &word, token->text); /* Python may have added words, this one too */
    if (words->slots[slot] == 0) {
        if (add(words, word, token->text) < 0) return -1;
        words->slots[slot] = (uint32_t)words->size;
    }
    return words->slots[slot] - 1;
}

int
words_start(Words *words, const Weights *weights, PyObject *classes, PyObject *know)
{
    words->know = Py_NewRef(know);
    if (lexicon_read(&words->lexicon, classes) < 0 || widen(words) < 0) return -1;
    for (int end = BEFORE_LINE; end <= AFTER_LINE; end++) {
        Word word = {0};
        if (ask_about(know, weights, PyUnicode_FromString(""), end == BEFORE_LINE, &word) < 0)
            return -1;
        if (add(words, word, NULL) < 0) return -1;
    }
    return 0;
}

/* Tell the next words of a line apart, and have the memory they are kept in fetched. */
static size_t
read_batch(const Words *words, const Splitter *by, const Py_UCS4 **at, Token *batch)
{
    size_t size = 0;
    while (size < BATCH) {
        while (is(by, *at, SPACE)) ++*at;
        if (*at >= by->end) break;
        const Py_UCS4 *start = *at;
        *at = word_end(by, start);
        size_t length = (size_t)(*at - start);
        batch[size] = (Token){start, length, key_of(start, length)};
        PREFETCH(&words->slots[home_of(words, batch[size++].key)]);
    }
    for (size_t number = 0; number < size; number++) {
        uint32_t found = words->slots[home_of(words, batch[number].key)];
        if (found != 0) PREFETCH(&words->words[found - 1]);
    }
    return size;
}

static int
add_words(Words *words, const Weights *weights, const Letters *letters, const Token *batch,
          size_t size, Line *line)
{
    for (size_t next = 0; next < size; next++) {
        Py_ssize_t number = number_of(words, weights, letters, &batch[next], line->first);
        if (number < 0) return -1;
        uint32_t flags = words->words[number].flags;
        if (flags >> MARK_SHIFT && numbers_add(&line->pauses, (uint32_t)line->words.size) < 0)
            return -1;
        if (numbers_add(&line->words, (uint32_t)number) < 0) return -1;
        line->first = (flags & FOLLOWED_BY_FIRST) != 0;
    }
    return 0;
}

void
words_begin(Words *words, Line *line)
{
    if (words->size > MOST && words->readers == 1) { /* all others are forgotten if too many */
        words->size = words->weighed = OUTSIDE;
        words->used = 0;
        put_in_slots(words);
    }
    line->words.size = line->pauses.size = 0;
    line->first = 1;
}

int
words_read(Words *words, const Weights *weights, const Letters *letters, int is_left,
           const Py_UCS4 *text, const Py_UCS4 *end, Line *line)
{
    Splitter by = {letters, end, is_left};
    Token batch[BATCH];
    for (size_t size; (size = read_batch(words, &by, &text, batch)) > 0;)
        if (add_words(words, weights, letters, batch, size, line) < 0) return -1;
    return 0;
}

void
words_free(Words *words)
{
    lexicon_free(&words->lexicon);
    Py_CLEAR(words->know);
    PyMem_Free(words->words);
    PyMem_Free(words->characters);
    PyMem_Free(words->slots);
}
