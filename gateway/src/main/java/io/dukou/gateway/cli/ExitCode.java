package io.dukou.gateway.cli;

/** What the {@code dukou} process tells its caller on exit; part of the product's contract. */
enum ExitCode {
  /** The command did what was asked. */
  OK(0),
  /** A policy, a check or a verification said no. */
  REFUSED(1),
  /** The arguments, the configuration or an input file cannot be used. */
  BAD_INPUT(2),
  /** The input is sound, but no result meets the conditions asked for. */
  INFEASIBLE(3),
  /** A fault of Dukou itself; {@code EX_SOFTWARE} of {@code sysexits.h}. */
  INTERNAL(70);

  private final int status;

  ExitCode(int status) {
    this.status = status;
  }

  /** Returns the process exit status. */
  int status() {
    return status;
  }
}
