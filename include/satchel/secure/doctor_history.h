/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks of doctor.h: what shells have kept of the command lines of this program. */
#ifndef SATCHEL_SECURE_DOCTOR_HISTORY_H
#define SATCHEL_SECURE_DOCTOR_HISTORY_H

#include "satchel/secure/doctor_check.h"

extern const struct doctor_check doctor_history[];

#endif
