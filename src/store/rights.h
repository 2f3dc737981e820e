/* For artistbotctl check: may this user do what the responder does? */
#ifndef ARTISTBOT_STORE_RIGHTS_H
#define ARTISTBOT_STORE_RIGHTS_H

#include "store/store.h"

/* Has the server prepare each statement that a responder may send; without write only those that
 * read, which is all that servers for reading are asked. Preparing looks at tables, columns and
 * rights as running does, in MySQL and in MariaDB, but changes nothing, waits for no lock, and is
 * allowed on a replica. STORE_OK: all could be asked; what the server refused is in refused, a line
 * each, none twice. */
enum store_status store_rights(struct store_conn *c, bool write, struct buf *refused);

#endif
