/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks of doctor.h: ways by which what is in memory gets elsewhere. */
#ifndef SATCHEL_SECURE_DOCTOR_MEMORY_H
#define SATCHEL_SECURE_DOCTOR_MEMORY_H

#include "satchel/secure/doctor_check.h"

extern const struct doctor_check doctor_memory[];

#endif
