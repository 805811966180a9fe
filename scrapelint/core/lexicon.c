#include "lexicon.h"

#include <string.h>

enum { BEGINS = '^' }; /* stands before a word that begins a sentence with a capital */
enum { LONGEST = 64 }; /* characters of a word that is known here */

/* ------------------------------------------------------------------ the words that are listed */

static size_t
slot_of(const Lexicon *lexicon, const char *word, size_t size)
{
    size_t slot = hash_of(word, size) & lexicon->mask;
    for (uint32_t number; (number = lexicon->slots[slot]) != 0; slot = (slot + 1) & lexicon->mask) {
        Bytes there = lexicon->entries[number - 1].word;
        if (there.size == size && memcmp(lexicon->bytes + there.start, word, size) == 0) break;
    }
    return slot;
}

static int
keep(Lexicon *lexicon, PyObject *text, Bytes *kept)
{
    Py_ssize_t size;
    const char *utf8 = PyUnicode_AsUTF8AndSize(text, &size);
    if (utf8 == NULL) return -1;
    *kept = (Bytes){lexicon->used, (size_t)size + 1};
    if (grow((void **)&lexicon->bytes, &lexicon->held, kept->start + kept->size, 1) < 0) return -1;
    lexicon->bytes[kept->start] = BEGINS;
    memcpy(lexicon->bytes + kept->start + 1, utf8, (size_t)size);
    lexicon->used += kept->size;
    return 0;
}

static int
add(Lexicon *lexicon, PyObject *word, PyObject *kind)
{
    Entry entry;
    if (keep(lexicon, word, &entry.word) < 0 || keep(lexicon, kind, &entry.kind) < 0 ||
        grow((void **)&lexicon->entries, &lexicon->room, lexicon->size + 1, sizeof entry) < 0)
        return -1;
    size_t slot = slot_of(lexicon, lexicon->bytes + entry.word.start, entry.word.size);
    lexicon->entries[lexicon->size++] = entry;
    lexicon->slots[slot] = (uint32_t)lexicon->size;
    return 0;
}

int
lexicon_read(Lexicon *lexicon, PyObject *classes)
{
    size_t slots = room_for(2 * (size_t)PyDict_Size(classes) + 1);
    lexicon->slots = PyMem_Calloc(slots, sizeof *lexicon->slots);
    if (lexicon->slots == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    lexicon->mask = slots - 1;
    PyObject *word, *kind;
    for (Py_ssize_t at = 0; PyDict_Next(classes, &at, &word, &kind);)
        if (add(lexicon, word, kind) < 0) return -1;
    return 0;
}

void
lexicon_free(Lexicon *lexicon)
{
    PyMem_Free(lexicon->entries);
    PyMem_Free(lexicon->bytes);
    PyMem_Free(lexicon->slots);
}

/* ------------------------------------------------------------------ how a word is spelled */

typedef struct {
    const Letters *letters;
    const Py_UCS4 *text;
    size_t size;
} Spelled;

/* A word, or what stands for it, in UTF-8: always behind the mark, as those of the lexicon. */
typedef struct {
    char bytes[1 + 4 * LONGEST];
    size_t size;
} Spelling;

static void
begin(Spelling *spelling)
{
    spelling->bytes[0] = BEGINS;
    spelling->size = 1;
}

static void
put(Spelling *spelling, Py_UCS4 c)
{
    static const uint8_t leads[] = {0, 0xc0, 0xe0, 0xf0};
    int more = (c >= 0x80) + (c >= 0x800) + (c >= 0x10000);
    spelling->bytes[spelling->size++] = (char)(leads[more] | c >> 6 * more);
    while (more-- > 0) spelling->bytes[spelling->size++] = (char)(0x80 | (c >> 6 * more & 0x3f));
}

static int
has(const Spelled *word, size_t at, int kinds)
{
    return (letters_kind(word->letters, word->text[at]) & kinds) != 0;
}

static int
has_any(const Spelled *word, int kinds)
{
    for (size_t at = 0; at < word->size; at++)
        if (has(word, at, kinds)) return 1;
    return 0;
}

static int
has_all(const Spelled *word, int kinds)
{
    for (size_t at = 0; at < word->size; at++)
        if (!has(word, at, kinds)) return 0;
    return 1;
}

/* Return a letter in its small form, or a mark in the one that tables know. */
static Py_UCS4
small(const Spelled *word, size_t at)
{
    return letters_small(word->letters, word->text[at]);
}

/* Return a letter as it is, or a mark in the one form that tables know. */
static Py_UCS4
normal(const Spelled *word, size_t at)
{
    return has(word, at, LETTER) ? word->text[at] : small(word, at);
}

static void
put_normal(Spelling *spelling, const Spelled *word)
{
    for (size_t at = 0; at < word->size; at++) put(spelling, normal(word, at));
}

/* Add up to so many of the last characters in small letters. */
static void
put_small(Spelling *spelling, const Spelled *word, size_t most)
{
    for (size_t at = word->size > most ? word->size - most : 0; at < word->size; at++)
        put(spelling, small(word, at));
}

static void
put_number(Spelling *shape, const Spelled *word)
{
    int is_year = word->size == 4 && (word->text[0] == '1' || word->text[0] == '2');
    Py_UCS4 digits = '0' + (Py_UCS4)(word->size < 3 ? word->size : 3);
    put(shape, '#');
    put(shape, !has_all(word, DIGIT) ? '.' : is_year ? '4' : digits);
}

/* Add what a rare word looks like: its case or digits, and its ending. */
static void
put_shape(Spelling *shape, const Spelled *word)
{
    if (!has(word, 0, LETTER)) {
        put_number(shape, word);
    } else if (has_any(word, UPPER) && !has_any(word, LOWER)) {
        put(shape, 'A');
        if (word->size > 1) put(shape, 'A');
    } else if (normal(word, word->size - 1) == '\'') {
        put(shape, 'a');
        put(shape, '\'');
    } else {
        if (has(word, 0, UPPER)) put(shape, 'A');
        put(shape, 'a');
        put(shape, '~');
        put_small(shape, word, 3);
    }
}

/* ------------------------------------------------------------------ what is known of a word */

/* What a word is looked up as, and the entry of that; `is_listed`, as it is or in small letters. */
typedef struct {
    Spelling form;
    const Entry *entry;
    int is_listed;
} Found;

static const Entry *
entry_of(const Lexicon *lexicon, const Spelling *word)
{
    uint32_t number = lexicon->slots[slot_of(lexicon, word->bytes, word->size)];
    return number == 0 ? NULL : &lexicon->entries[number - 1];
}

static void
look_up(const Lexicon *lexicon, const Spelled *word, int first, Found *found)
{
    Spelling in_small;
    begin(&in_small);
    put_small(&in_small, word, word->size);
    begin(&found->form);
    put_normal(&found->form, word);
    const Entry *of_small = entry_of(lexicon, &in_small);
    found->entry = entry_of(lexicon, &found->form);
    found->is_listed = of_small != NULL || found->entry != NULL;
    if (first && of_small != NULL) {
        found->form = in_small;
        found->entry = of_small;
    } else if (found->entry == NULL) {
        begin(&found->form);
        put_shape(&found->form, word);
        found->entry = entry_of(lexicon, &found->form);
    }
}

/* Return the part that some bytes are, with the mark before them or without. */
static uint16_t
part_of(const Weights *weights, const char *bytes, size_t size, int is_marked)
{
    return (uint16_t)weights_part(weights, bytes + !is_marked, size - (size_t)!is_marked);
}

/* Return the part that a kind is: for what is not listed, how it looks but for its ending. */
static uint16_t
kind_of(const Lexicon *lexicon, const Weights *weights, const Found *found, int is_marked)
{
    const Spelling *form = &found->form;
    if (found->entry != NULL) {
        Bytes kind = found->entry->kind;
        return part_of(weights, lexicon->bytes + kind.start, kind.size, is_marked);
    }
    const char *ending = memchr(form->bytes, '~', form->size);
    size_t size = ending == NULL ? form->size : (size_t)(ending - form->bytes);
    return part_of(weights, form->bytes, size, is_marked);
}

int
lexicon_knows(const Lexicon *lexicon, const Weights *weights, const Letters *letters,
              const Py_UCS4 *text, size_t size, int first, uint16_t parts[LEVELS],
              uint32_t *flags)
{
    Spelled word = {letters, text, size};
    if (size > LONGEST || !has(&word, 0, LETTER | DIGIT) || !has_all(&word, PLAIN)) return 0;
    int is_word = has(&word, 0, LETTER), is_marked = first && has(&word, 0, UPPER);
    Found found;
    look_up(lexicon, &word, first, &found);
    const Spelling *form = &found.form;
    Spelling initial, ending;
    begin(&initial);
    put(&initial, small(&word, 0));
    begin(&ending);
    put_small(&ending, &word, 2);
    if (!has(&word, size - 1, LETTER)) ending = *form;
    parts[FORM] = part_of(weights, form->bytes, form->size, is_marked);
    parts[KIND] = kind_of(lexicon, weights, &found, is_marked);
    parts[INITIAL] = part_of(weights, initial.bytes, initial.size, 0);
    parts[ENDING] = part_of(weights, ending.bytes, ending.size, 0);
    *flags = (is_word ? IS_WORD : 0) | (found.is_listed ? LISTED : 0) | (is_marked ? CAPITAL : 0);
    return 1;
}
