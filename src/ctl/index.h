/* What names are searched by, after names were changed by many. */
#ifndef ARTISTBOT_CTL_INDEX_H
#define ARTISTBOT_CTL_INDEX_H

#include "ctl/ctl.h"

/* Indexes all names that are not indexed (store_indexing_new), with a progress bar; *done: of how
 * many artists. Returns whether all of them are; if not, it has told why. */
bool ctl_index_names(const struct ctl *o, struct store_conn *conn, int64_t *done);

#endif
