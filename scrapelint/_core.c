/* The compiled part of the package: each function has a twin in Python that finds the same. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>

static int
is_space(Py_UCS4 character)
{
    return character == ' ' || (character >= '\t' && character <= '\r');
}

static PyObject *
words(PyObject *Py_UNUSED(module), PyObject *text)
{
    if (!PyUnicode_Check(text)) {
        PyErr_SetString(PyExc_TypeError, "text must be a str");
        return NULL;
    }
    Py_UCS4 *characters = PyUnicode_AsUCS4Copy(text);
    if (characters == NULL)
        return NULL;
    Py_ssize_t length = PyUnicode_GetLength(text);
    Py_ssize_t count = 0;
    int inside = 0;
    for (Py_ssize_t at = 0; at < length; at++) {
        int space = is_space(characters[at]);
        count += !space && !inside;
        inside = !space;
    }
    PyMem_Free(characters);
    return PyLong_FromSsize_t(count);
}

static PyMethodDef functions[] = {
    {"words", words, METH_O, "Return how many runs of characters other than ASCII spaces there are."},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot slots[] = {
#if !defined(Py_LIMITED_API) && PY_VERSION_HEX >= 0x030D0000
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, NULL},
};

static struct PyModuleDef core = {
    PyModuleDef_HEAD_INIT,
    .m_name = "scrapelint._core",
    .m_methods = functions,
    .m_slots = slots,
};

PyMODINIT_FUNC
PyInit__core(void)
{
    return PyModuleDef_Init(&core);
}
