/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks of doctor.h: the machine, and who else is on it. */
#ifndef SATCHEL_SECURE_DOCTOR_SYSTEM_H
#define SATCHEL_SECURE_DOCTOR_SYSTEM_H

#include "satchel/secure/doctor_check.h"

extern const struct doctor_check doctor_system[];

#endif
