package io.dukou.gateway.pipeline;

import io.dukou.gateway.pipeline.Progress.Cleared;
import io.dukou.gateway.pipeline.Progress.Fetched;
import io.dukou.gateway.pipeline.Progress.Identified;
import io.dukou.gateway.pipeline.Progress.Intended;
import io.dukou.gateway.pipeline.Progress.Measured;
import io.dukou.gateway.pipeline.Progress.Permitted;
import io.dukou.gateway.pipeline.Progress.Recorded;
import io.dukou.gateway.pipeline.Progress.Shielded;
import java.util.concurrent.CompletionStage;

/**
 * The order of the stages, which is written here and nowhere else:
 *
 * <pre>
 * identify -> intend -> decide -> fetch -> protect -> measure -> decide again -> record -> release -> close
 * </pre>
 *
 * <p>A caller has been authenticated before; {@code identify} asks what follows from that. Release
 * and close belong to the {@link Body} that is handed out: opening it is the release, and its
 * {@link Body#closed} appends the close entry. Each stage takes what the one before has made, so
 * none can be left out; a stage that fails, by whatever {@link Throwable}, ends the request with a
 * refusal.
 *
 * @param identify who asks
 * @param intend what is asked for
 * @param decide may it be asked for
 * @param fetch the data cut
 * @param protect the protected table and the selection of it
 * @param measure its risk and its persons
 * @param decideAgain may exactly this leave
 * @param record the entry, durable
 * @param release the answer, whose body closes the matter
 */
record Crossing(
    Stage<Identified, Identified> identify,
    Stage<Identified, Intended> intend,
    Stage<Intended, Permitted> decide,
    Stage<Permitted, Fetched> fetch,
    Stage<Fetched, Shielded> protect,
    Stage<Shielded, Measured> measure,
    Stage<Measured, Cleared> decideAgain,
    Stage<Cleared, Recorded> record,
    ReleaseStage release) {

  /** Takes a request through all stages. */
  CompletionStage<Answer> cross(Attempt attempt) {
    return attempt
        .start()
        .then(identify)
        .then(intend)
        .then(decide)
        .then(fetch)
        .then(protect)
        .then(measure)
        .then(decideAgain)
        .commit(record)
        .end(release);
  }
}
