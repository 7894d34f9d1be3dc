package io.dukou.gateway.demo;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * An invented real-world study of a retinal implant in the Boao Lecheng pilot zone: demographics,
 * visits, laboratory results and adverse events of one cohort, the same for the same seed.
 *
 * @param demographics one row a subject
 * @param visits four rows a subject
 * @param labs three results a visit
 * @param adverseEvents none to three rows a subject
 */
record SyntheticStudy(
    StudyTable demographics, StudyTable visits, StudyTable labs, StudyTable adverseEvents) {

  /** The study's identifier in facts, routes and log. */
  static final String STUDY = "lc-rws-014";

  private static final LocalDate FIRST_ENROLMENT = LocalDate.of(2025, 3, 3);
  private static final int ENROLMENT_DAYS = 420;
  private static final int[] VISIT_WEEKS = {0, 4, 12, 24};
  private static final String[] DIAGNOSES = {"H35.3", "H36.0", "H34.8", "H35.0"};
  private static final String[] ARMS = {"implant", "standard care"};
  private static final String[] EVENTS = {
    "Conjunctival haemorrhage", "Eye pain", "Intraocular pressure increased", "Vitreous floaters"
  };
  private static final String[] COMMENTS = {"", "", "", "患者要求电话随访", "家属陪同", "术后恢复良好", "外院转入"};

  /** Returns the study of {@code subjects} people for {@code seed}. */
  static SyntheticStudy of(int subjects, long seed) {
    return new Builder(new Random(seed)).build(subjects);
  }

  /** Returns the four tables. */
  List<StudyTable> tables() {
    return List.of(demographics, visits, labs, adverseEvents);
  }

  /** Collects the rows of all four tables, subject by subject. */
  private static final class Builder {
    private final Random random;
    private final PersonGenerator people;
    private final List<List<String>> demographics = new ArrayList<>();
    private final List<List<String>> visits = new ArrayList<>();
    private final List<List<String>> labs = new ArrayList<>();
    private final List<List<String>> adverseEvents = new ArrayList<>();

    Builder(Random random) {
      this.random = requireNonNull(random, "random");
      this.people = new PersonGenerator(random, FIRST_ENROLMENT);
    }

    SyntheticStudy build(int subjects) {
      for (int number = 1; number <= subjects; number++) {
        addSubject(String.format("LC014-%05d", number));
      }
      return new SyntheticStudy(
          new StudyTable("demographics", DEMOGRAPHICS, demographics),
          new StudyTable("visits", VISITS, visits),
          new StudyTable("labs", LABS, labs),
          new StudyTable("adverse-events", ADVERSE_EVENTS, adverseEvents));
    }

    private void addSubject(String subject) {
      Person person = people.next();
      LocalDate enrolled = FIRST_ENROLMENT.plusDays(random.nextInt(ENROLMENT_DAYS));
      boolean treated = random.nextInt(100) < 60;
      double baseline = clamp(48 + 12 * random.nextGaussian(), 5, 85);
      double gain = (treated ? 9 : 2) + 6 * random.nextGaussian();
      demographics.add(
          List.of(
              subject,
              person.name(),
              person.residentId(),
              person.phone(),
              person.address(),
              person.county().code(),
              person.sex(),
              Long.toString(ChronoUnit.YEARS.between(person.birthDate(), enrolled)),
              enrolled.toString(),
              DIAGNOSES[
                  Math.min(DIAGNOSES.length - 1, (int) Math.abs(random.nextGaussian() * 1.4))],
              ARMS[treated ? 0 : 1],
              Long.toString(Math.round(baseline)),
              Long.toString(Math.round(clamp(baseline + gain, 0, 100))),
              COMMENTS[random.nextInt(COMMENTS.length)]));
      addVisits(subject, enrolled, baseline, gain);
      addEvents(subject, enrolled, treated);
    }

    private void addVisits(String subject, LocalDate enrolled, double baseline, double gain) {
      for (int visit = 0; visit < VISIT_WEEKS.length; visit++) {
        LocalDate day = enrolled.plusWeeks(VISIT_WEEKS[visit]).plusDays(random.nextInt(5));
        double letters = clamp(baseline + gain * VISIT_WEEKS[visit] / 24.0, 0, 100);
        visits.add(
            List.of(
                subject,
                Integer.toString(VISIT_WEEKS[visit]),
                day.toString(),
                Long.toString(Math.round(letters)),
                Long.toString(Math.round(clamp(16 + 3 * random.nextGaussian(), 6, 40)))));
        addLabs(subject, day);
      }
    }

    private void addLabs(String subject, LocalDate day) {
      labs.add(lab(subject, day, "HBA1C", 6.4 + 0.9 * random.nextGaussian(), "%"));
      labs.add(lab(subject, day, "GLUC", 6.1 + 1.2 * random.nextGaussian(), "mmol/L"));
      labs.add(lab(subject, day, "CREAT", 74 + 15 * random.nextGaussian(), "umol/L"));
    }

    private static List<String> lab(
        String subject, LocalDate day, String test, double value, String unit) {
      return List.of(
          subject,
          day.toString(),
          test,
          String.format(Locale.ROOT, "%.1f", Math.max(0.1, value)),
          unit);
    }

    private void addEvents(String subject, LocalDate enrolled, boolean treated) {
      int events = random.nextInt(treated ? 4 : 2);
      for (int event = 0; event < events; event++) {
        adverseEvents.add(
            List.of(
                subject,
                EVENTS[random.nextInt(EVENTS.length)],
                random.nextInt(10) == 0 ? "SEVERE" : "MILD",
                enrolled.plusDays(random.nextInt(168)).toString()));
      }
    }

    private static double clamp(double value, double low, double high) {
      return Math.max(low, Math.min(high, value));
    }
  }

  private static final List<String> DEMOGRAPHICS =
      List.of(
          "subject",
          "name",
          "id_no",
          "phone",
          "address",
          "county",
          "sex",
          "age",
          "enrolled",
          "diagnosis",
          "arm",
          "va_baseline",
          "va_week24",
          "comment");
  private static final List<String> VISITS =
      List.of("subject", "week", "visit_date", "va_letters", "iop_mmhg");
  private static final List<String> LABS =
      List.of("subject", "sample_date", "test", "result", "unit");
  private static final List<String> ADVERSE_EVENTS =
      List.of("subject", "term", "severity", "start_date");
}
