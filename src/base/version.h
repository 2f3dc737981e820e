/* The version of both programs. */
#ifndef ARTISTBOT_BASE_VERSION_H
#define ARTISTBOT_BASE_VERSION_H

#define ARTISTBOT_VERSION "0.9.0"
#define ARTISTBOT_DATE "November 25, 2026" /* of the release, as manual pages have it */

#endif
