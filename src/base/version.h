/* The version of both programs. */
#ifndef ARTISTBOT_BASE_VERSION_H
#define ARTISTBOT_BASE_VERSION_H

#define ARTISTBOT_VERSION "0.9.0"

#endif
