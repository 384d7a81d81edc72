"""What `coverage json` says of a folder of which nothing ever ran.

    python never_run.py ROOT OUTPUT

The report goes to OUTPUT, made in the Python that runs this script. The data, which names every .py
file in the folder ROOT as measured with branches, stays beside it with the ending .coverage. Files
that coverage.py cannot parse are left out of the report, as `coverage json -i` does.
"""

import os
import sys
import warnings

import coverage


def sources():
    for folder, _folders, files in os.walk("."):
        for name in files:
            if name.endswith(".py"):
                yield os.path.relpath(os.path.join(folder, name))


def main(root, output):
    warnings.simplefilter("ignore")
    data_file = os.path.splitext(output)[0] + ".coverage"
    if os.path.exists(data_file):
        os.remove(data_file)
    os.chdir(root)
    settings = coverage.Coverage(
        data_file=data_file, config_file=False, branch=True, messages=False
    )
    settings.set_option("run:relative_files", True)
    data = settings.get_data()
    data.add_arcs({})
    data.touch_files(sorted(sources()))
    data.write()
    settings.json_report(outfile=output, ignore_errors=True)
    data.close()


if __name__ == "__main__":
    main(*(os.path.abspath(path) for path in sys.argv[1:]))
