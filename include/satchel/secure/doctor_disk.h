/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks of doctor.h: where the vault lies. */
#ifndef SATCHEL_SECURE_DOCTOR_DISK_H
#define SATCHEL_SECURE_DOCTOR_DISK_H

#include "satchel/secure/doctor_check.h"

extern const struct doctor_check doctor_disk[];

#endif
