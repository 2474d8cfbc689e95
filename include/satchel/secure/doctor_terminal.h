/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks of doctor.h: what stands between the user and the program. */
#ifndef SATCHEL_SECURE_DOCTOR_TERMINAL_H
#define SATCHEL_SECURE_DOCTOR_TERMINAL_H

#include "satchel/secure/doctor_check.h"

extern const struct doctor_check doctor_terminal[];

#endif
