"""Room: no build starts where it could not write what it makes, and a step that fails loses nothing for want of room.

Snakemake copies each output aside before its step runs, and back if that fails; on a full disk it can do neither. Our
steps put new files in the place of old ones and never write into them, so that a second name of the old one is as good
as a copy, and needs no room.
"""

from ai_compute.guard.room import CANNOT_WRITE, NOTHING_LOST, CannotWrite, unwritable
from snakemake.persistence import FileBackupMixin

OWN_FOLDER = ".snakemake"
ROOM = 20_000_000  # bytes; a build makes about half of that, most of it before the files that it replaces are gone


def say_and_stop(reason, status):
    """End this process with what is wrong as the last thing said."""
    print(f"\n{reason}\n", file=sys.stderr, flush=True)
    sys.exit(status)


@contextmanager
def own_folder_explained():
    """Stop with a clear message where Snakemake cannot write its own notes, which it makes in a dry run too."""
    try:
        yield
    except OSError as error:
        if OWN_FOLDER not in str(error.filename):
            raise
        say_and_stop(CannotWrite(OWN_FOLDER, error), CANNOT_WRITE)


def check_room(jobs):
    """Stop with a clear message if jobs cannot write what they make. The check alone needs no room to speak of."""
    if {job.rule.name for job in jobs} <= {"check"}:
        return
    folders = {Path(path).parent for job in jobs for path in [*job.output, *job.log]}
    own_folders = [OWN_FOLDER, *(path for path in Path(OWN_FOLDER).glob("*") if path.is_dir())]
    if problems := unwritable([*folders, *own_folders], ROOM):
        say_and_stop(Problems(problems), CANNOT_WRITE)


def name_aside(persistence, path):
    """Give an output a second name, by which it can be put back."""
    aside = persistence._get_backup_path(path)
    try:
        aside.parent.mkdir(parents=True, exist_ok=True)
        aside.unlink(missing_ok=True)
        os.link(path, aside)
    except OSError:  # a folder, another disk, or one that knows no second names
        copy_aside(persistence, path)


def put_back(persistence, path):
    """Give an output its first name again; False if it had none."""
    aside = persistence._get_backup_path(path)
    if aside.is_dir():
        return copy_back(persistence, path)
    if not aside.exists():
        return False
    os.replace(aside, path)
    aside.unlink(missing_ok=True)  # two names of one file: then replacing does nothing
    return True


if ON_ITS_OWN:
    copy_aside, copy_back = FileBackupMixin.backup_output, FileBackupMixin.restore_output
    FileBackupMixin.backup_output, FileBackupMixin.restore_output = name_aside, put_back
    build_dag = workflow._build_dag

    def build_dag_and_check_room():
        """There is no public way to look at the jobs before Snakemake writes its locks and logs."""
        with own_folder_explained():
            build_dag()
        if is_build():
            check_room(list(workflow.dag.needrun_jobs()))

    workflow._build_dag = build_dag_and_check_room
