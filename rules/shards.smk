"""Shards: several jobs that share the fits of trends and of specification curves (config: shards).

Needs: what fit and specify need. Makes: data/processed/shards/, which fit and specify bring together, and which is gone
after that. With one shard, as by default, there is no such step.
"""

if SHARDS > 1:

    rule fit_shard:
        input:
            training_compute=table("training_compute"),
            reported=table("reported"),
            sets=table("sets"),
        output:
            trends=temp(of_shard("fit", "trends")),
            breaks=temp(of_shard("fit", "breaks")),
            excluded=temp(of_shard("fit", "excluded")),
        log:
            log_of("fit_shard-{shard}"),
        conda:
            "../environment.yml"
        params:
            code=code("fit_shard"),
            choices=choices("frontier", "statistics"),
            shards=SHARDS,
        message:
            "Fit trends, share {wildcards.shard}"
        script:
            "../scripts/fit_shard.py"

    rule specify_shard:
        input:
            training_compute=table("training_compute"),
            estimates=table("estimates"),
            factors=table("factors"),
            reported=table("reported"),
            sets=table("sets"),
            devices=table("devices"),
            run_devices=table("run_devices"),
        output:
            specifications=temp(of_shard("specify", "specifications")),
            excluded=temp(of_shard("specify", "excluded")),
        log:
            log_of("specify_shard-{shard}"),
        conda:
            "../environment.yml"
        params:
            code=code("specify_shard"),
            choices=choices("frontier", "statistics"),
            shards=SHARDS,
        message:
            "Cross every defensible choice, share {wildcards.shard}"
        script:
            "../scripts/specify_shard.py"
