#include "words.h"

#include <string.h>

enum { MOST = 100000 }; /* words that are remembered between two lines */

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
    const Py_UCS4 *end = initials(by, at);
    if (end != NULL) return end;
    if (stands(by, at + 1, '.') && is(by, at + 2, LETTER) && !is(by, at + 3, LETTER | DIGIT) &&
        !stands(by, at + 3, '_'))
        return at + 3;
    end = run(by, at, LETTER);
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

/* Ask Python about a word. Returns -1 with an exception. */
static int
ask_about(PyObject *know, const Weights *weights, PyObject *text, int first, Word *word)
{
    if (text == NULL) return -1;
    PyObject *known = PyObject_CallFunction(know, "NN", text, PyBool_FromLong(first));
    if (known == NULL) return -1;
    PyObject *form, *kind, *initial, *ending;
    int failed = !PyTuple_Check(known) || !PyArg_ParseTuple(known, "UUUUI", &form, &kind, &initial,
                                                            &ending, &word->flags);
    failed = failed || part_of(weights, form, &word->form) < 0 ||
             part_of(weights, kind, &word->kind) < 0 ||
             part_of(weights, initial, &word->initial) < 0 ||
             part_of(weights, ending, &word->ending) < 0;
    if (failed && !PyErr_Occurred()) PyErr_SetString(PyExc_TypeError, "a tuple is needed");
    Py_DECREF(known);
    return failed ? -1 : 0;
}

static size_t
slot_of(const Words *words, const Word *like, const Py_UCS4 *text)
{
    size_t slot = like->hash & words->mask;
    for (uint32_t number; (number = words->slots[slot]) != 0; slot = (slot + 1) & words->mask) {
        const Word *word = &words->words[number - 1];
        if (word->hash == like->hash && word->size == like->size && word->first == like->first &&
            memcmp(words->characters + word->start, text, like->size * sizeof *text) == 0)
            break;
    }
    return slot;
}

static void
put_in_slots(Words *words)
{
    memset(words->slots, 0, (words->mask + 1) * sizeof *words->slots);
    for (size_t number = OUTSIDE; number < words->size; number++) {
        size_t slot = words->words[number].hash & words->mask;
        while (words->slots[slot] != 0) slot = (slot + 1) & words->mask;
        words->slots[slot] = (uint32_t)number + 1;
    }
}

static int
widen(Words *words)
{
    size_t slots = words->slots == NULL ? 4096 : 2 * (words->mask + 1);
    uint32_t *wider = PyMem_Realloc(words->slots, slots * sizeof *wider);
    if (wider == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    words->slots = wider;
    words->mask = slots - 1;
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

/* Return the number of a word, asking about a new one; -1 with an exception. */
static Py_ssize_t
number_of(Words *words, const Weights *weights, const Py_UCS4 *text, size_t size, int first)
{
    uint64_t hash = HASH_START + (uint64_t)first;
    for (size_t at = 0; at < size; at++) hash = HASHED(hash, text[at]);
    Word word = {.size = (uint32_t)size, .hash = (uint32_t)mixed(hash), .first = (uint8_t)first};
    size_t slot = slot_of(words, &word, text);
    if (words->slots[slot] != 0) return words->slots[slot] - 1;
    int order = PY_LITTLE_ENDIAN ? -1 : 1;
    PyObject *written = PyUnicode_DecodeUTF32((const char *)text, (Py_ssize_t)(4 * size),
                                              "surrogatepass", &order);
    if (ask_about(words->know, weights, written, first, &word) < 0) return -1;
    if (2 * words->size > words->mask && widen(words) < 0) return -1;
    slot = slot_of(words, &word, text); /* what Python ran may have added words, this one too */
    if (words->slots[slot] == 0) {
        if (add(words, word, text) < 0) return -1;
        words->slots[slot] = (uint32_t)words->size;
    }
    return words->slots[slot] - 1;
}

int
words_start(Words *words, const Weights *weights, PyObject *know)
{
    words->know = Py_NewRef(know);
    if (widen(words) < 0) return -1;
    for (int end = BEFORE_LINE; end <= AFTER_LINE; end++) {
        Word word = {0};
        if (ask_about(know, weights, PyUnicode_FromString(""), end == BEFORE_LINE, &word) < 0)
            return -1;
        if (add(words, word, NULL) < 0) return -1;
    }
    return 0;
}

static int
read_words(Words *words, const Weights *weights, const Splitter *by, const Py_UCS4 *at, Line *line)
{
    int first = 1;
    for (;;) {
        while (is(by, at, SPACE)) at++;
        if (at >= by->end) return 0;
        const Py_UCS4 *end = word_end(by, at);
        Py_ssize_t number = number_of(words, weights, at, (size_t)(end - at), first);
        if (number < 0) return -1;
        uint32_t flags = words->words[number].flags;
        if (flags >> MARK_SHIFT && numbers_add(&line->pauses, (uint32_t)line->words.size) < 0)
            return -1;
        if (numbers_add(&line->words, (uint32_t)number) < 0) return -1;
        first = (flags & FOLLOWED_BY_FIRST) != 0;
        at = end;
    }
}

int
words_read(Words *words, const Weights *weights, const Letters *letters, int is_left,
           const Py_UCS4 *text, const Py_UCS4 *end, Line *line)
{
    if (words->size > MOST && words->readers == 1) { /* all others are forgotten if too many */
        words->size = OUTSIDE;
        words->used = 0;
        put_in_slots(words);
    }
    line->words.size = line->pauses.size = 0;
    Splitter by = {letters, end, is_left};
    return read_words(words, weights, &by, text, line);
}

void
words_free(Words *words)
{
    Py_CLEAR(words->know);
    PyMem_Free(words->words);
    PyMem_Free(words->characters);
    PyMem_Free(words->slots);
}
