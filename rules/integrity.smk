"""Integrity: no output that nobody vouches for, and none lost to a failure. Include it after all rules.

Every file is compared with the manifest of the last build; what that one does not vouch for is made anew. A step that
fails leaves its last good outputs as they were.
"""

from ai_compute.guard import manifest
from ai_compute.storage.files import write_text

MANIFEST = f"{PROCESSED}/SHA256SUMS"


def as_steps(rule):
    """A rule's files; none of ours has functions among them, and no wildcard but the shard."""
    for shard in range(1, SHARDS + 1) if rule.has_wildcards() else [""]:
        outputs = [str(path).format(shard=shard) for path in rule.output]
        yield manifest.Step(f"{rule.name}{shard}", [str(path) for path in rule.input], outputs)


def record(finished):
    """Write the manifest of what is now known to be good."""
    made = {str(path) for job in finished for path in job.output}
    if workflow.touch:
        made -= EDITED  # they have a new time, but what they hold is still not what a step made
    vouched = manifest.vouch(STEPS, made, BEFORE, VOUCHED)
    if vouched != VOUCHED:
        write_manifest(vouched)


def disown(jobs):
    """Vouch no longer for what is about to be made.

    If a step fails, Snakemake puts its old outputs back, but notes the new code and choices as those that made them.
    """
    about_to_be_made = {str(path) for job in jobs for path in job.output} & set(VOUCHED)
    if about_to_be_made:
        for path in about_to_be_made:
            del VOUCHED[path]
        write_manifest(VOUCHED)


def write_manifest(vouched):
    """Write the manifest. If there is no room for it, the old one stands, which vouches for nothing new."""
    try:
        write_text(manifest.render(vouched), MANIFEST)
    except CannotWrite as reason:
        TERMINAL.say_once(reason)
        sys.exit(CANNOT_WRITE)


def remove_leftovers():
    """Remove what an earlier build made and no rule makes any more, such as tables of an external file that is gone."""
    known = {path for step in STEPS for path in [*step.inputs, *step.outputs]}
    for path in [path for path in VOUCHED if path not in known]:
        if path.startswith((f"{PROCESSED}/", f"{REPORTS}/")) and manifest.checksum(path) == VOUCHED.pop(path):
            remove(path)
            write_manifest(VOUCHED)


def remove_what_was_left_unfinished():
    """Remove what a build leaves that is killed: files half written, and tables of jobs that share a step.

    If Snakemake were told to make such a table anew, it would be one of its targets, which it keeps.
    """
    halves = [half for top in (PROCESSED, REPORTS) for half in Path(top).rglob(".*.partial")]
    shares = [str(file) for file in Path(PROCESSED, "shards").glob("*/*.parquet")]
    for path in [*halves, *(path for path in shares if BEFORE.get(path, "") != VOUCHED.get(path))]:
        remove(path)
        BEFORE.pop(str(path), None)
    for folder in Path(PROCESSED, "shards").glob("*/"):
        with suppress(OSError):  # not empty
            folder.rmdir()


def remove(path):
    """Remove a file or folder, or stop with a clear message."""
    try:
        shutil.rmtree(path) if Path(path).is_dir() else Path(path).unlink()
    except OSError as error:
        say_and_stop(CannotWrite(path, error), CANNOT_WRITE)


def renew(targets):
    """Outputs that the targets need and that nobody vouches for; those that were edited are named."""
    found = manifest.to_renew(manifest.needed_for(STEPS, targets or {"all"}), BEFORE, VOUCHED)
    for path, reason in found.items():
        if reason == manifest.EDITED:
            EDITED.add(path)
            print(f"{path} {reason}: it is made anew.", file=sys.stderr, flush=True)
    return found


if workflow.is_main_process and ON_ITS_OWN:
    STEPS = [step for rule in workflow.rules for step in as_steps(rule)]
    VOUCHED, EDITED = manifest.read(MANIFEST), set()
    BEFORE = manifest.checksums(path for step in STEPS for path in [*step.inputs, *step.outputs])
    prepare_dag = workflow._prepare_dag

    def prepare_dag_with_renewal(*args, **choices):
        """As if the user had asked for `--forcerun` of these: there is no public way to say so in a Snakefile."""
        settings = workflow.dag_settings
        if is_build():
            remove_leftovers()
        if is_build() and FOLDER_LOCK is not None:
            remove_what_was_left_unfinished()
        settings.forcerun = {*settings.forcerun, *renew(settings.targets)}
        with own_folder_explained():
            prepare_dag(*args, **choices)

    workflow._prepare_dag = prepare_dag_with_renewal


for each in own_rules():
    for path in each.output:
        flags = {**path.flags, "update": True}  # not deleted before its step runs, and restored if that fails
        path.clone_flags(path)  # a path that is a plain string has no place for flags yet
        path.flags.update(flags)


onsuccess:
    record(workflow.dag.jobs)


onerror:
    record(workflow.dag.finished_jobs)
