/* Inside the store, for its tests: migrations from a list other than the built-in one. */
#ifndef ARTISTBOT_STORE_SCHEMA_H
#define ARTISTBOT_STORE_SCHEMA_H

#include "base/embedded.h"
#include "store/store.h"

/* store_migrate with these files, ended by one with name NULL. A file's number is what its name
 * begins with. A file is recorded as applied after its last statement, so that one that was
 * interrupted is run again from its start: each of its statements must bear that. */
enum store_status schema_migrate(
    struct store_conn *c, const struct embedded_file *files, struct buf *report);

#endif
