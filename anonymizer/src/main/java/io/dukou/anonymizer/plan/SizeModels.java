package io.dukou.anonymizer.plan;

/** Models of the number of subjects and persons of a class. */
final class SizeModels {
  private SizeModels() {}

  /**
   * Each class holds at least {@code k} subjects (Samarati and Sweeney, 1998).
   *
   * @param k at least 1
   */
  record KAnonymity(int k) implements ClassModel {
    @Override
    public boolean accepts(ClassView view) {
      return view.subjects() >= k;
    }

    @Override
    public boolean isMonotone() {
      return true;
    }

    @Override
    public int leastSubjects() {
      return k;
    }
  }

  /**
   * Each class holds at least {@code k} persons of a population (Sweeney, 2001).
   *
   * @param k at least 1
   * @param population its number
   */
  record KMap(int k, int population) implements ClassModel {
    @Override
    public boolean accepts(ClassView view) {
      return view.persons(population) >= k;
    }

    @Override
    public boolean isMonotone() {
      return true;
    }
  }

  /**
   * The share of a class that is to be released is from {@code min} to {@code max} (Nergiz, Atzori
   * and Clifton, 2007). Classes of which nothing is released have the share 0 and are judged too.
   *
   * @param min from 0 to {@code max}
   * @param max at most 1
   * @param population its number; it holds the subjects to be released
   */
  record DeltaPresence(double min, double max, int population) implements ClassModel {
    @Override
    public boolean accepts(ClassView view) {
      double share = (double) view.subjects() / view.persons(population);
      return share >= min && share <= max;
    }

    @Override
    public boolean isMonotone() {
      return false;
    }

    @Override
    public boolean acceptsUnreleased(ClassView view) {
      return min == 0 || view.persons(population) == 0;
    }
  }
}
