package io.dukou.anonymizer.spec;

/** What a specification file says: of one table, or of several tables of one study. */
public sealed interface Specification permits ReleaseSpec, StudySpec {}
