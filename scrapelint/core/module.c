#include "core.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

enum { LARGE = 1 << 20 }; /* bytes of a piece of memory that the system is asked for by itself */

int
grow(void **array, size_t *room, size_t size, size_t item)
{
    if (size <= *room) return 0;
    size_t wider = *room ? *room : 64;
    while (wider < size) wider *= 2;
    void *moved = PyMem_Realloc(*array, wider * item);
    if (moved == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    *array = moved;
    *room = wider;
    return 0;
}

int
append(PyObject *list, PyObject *item)
{
    int status = item == NULL ? -1 : PyList_Append(list, item);
    Py_XDECREF(item);
    return status;
}

/* Have all memory that is asked for in large pieces given back to the system once it is free. By
   itself glibc keeps pieces as large as the largest that was ever freed, in holes between others:
   a fifth of what a long text takes. */
static PyObject *
keep_little(PyObject *module, PyObject *none)
{
    (void)module;
    (void)none;
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, LARGE);
#endif
    Py_RETURN_NONE;
}

static int
add_type(PyObject *module, PyType_Spec *spec, const char *name)
{
    PyObject *type = PyType_FromSpec(spec);
    if (type == NULL) return -1;
    int status = PyModule_AddObjectRef(module, name, type);
    Py_DECREF(type);
    return status;
}

static int
core_exec(PyObject *module)
{
    if (PyModule_AddIntConstant(module, "EDITION", EDITION) < 0) return -1;
    if (add_type(module, &model_spec, "Model") < 0) return -1;
    if (add_type(module, &repeats_spec, "Repeats") < 0) return -1;
    if (add_type(module, &sieve_spec, "Sieve") < 0) return -1;
    if (add_type(module, &search_spec, "Search") < 0) return -1;
    return add_type(module, &ballot_spec, "Ballot");
}

static PyMethodDef methods[] = {
    {"layout", layout, METH_VARARGS,
     "Return where the lines of a text begin, where the filled ones and its paragraphs are."},
    {"keep_little", keep_little, METH_NOARGS, "Have the process keep little of what is freed."},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, core_exec},
    {0, NULL},
};

static struct PyModuleDef core = {
    PyModuleDef_HEAD_INIT,
    .m_name = "scrapelint._core",
    .m_doc = "What is asked of every word of every text, compiled.",
    .m_methods = methods,
    .m_slots = slots,
};

PyMODINIT_FUNC
PyInit__core(void)
{
    return PyModuleDef_Init(&core);
}
