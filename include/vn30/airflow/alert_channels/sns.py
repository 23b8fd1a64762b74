"""Alerts to a topic of Amazon SNS."""

from dataclasses import dataclass

from airflow.providers.amazon.aws.hooks.sns import SnsHook
from botocore.config import Config

from vn30.airflow.alert_channels import timeouts
from vn30.alerts.message import Message


@dataclass(frozen=True)
class Topic:
    """Publishes the text to an SNS topic.

    Attributes:
        connection: the id of the AWS connection in Airflow.
        topic: the topic's ARN.
    """

    connection: str
    topic: str
    name: str = "sns"

    def send(self, message: Message) -> None:
        """Publish the text. SNS allows subjects of up to 100 ASCII characters."""
        subject = message.subject.encode("ascii", "replace").decode()[:100]
        once = Config(
            connect_timeout=timeouts.CONNECT_SECONDS,
            read_timeout=timeouts.ANSWER_SECONDS,
            retries={"total_max_attempts": 1},
        )
        region = self.topic.split(":")[3]
        hook = SnsHook(aws_conn_id=self.connection, region_name=region, config=once)  # type: ignore[no-untyped-call]
        hook.publish_to_target(target_arn=self.topic, message=message.text, subject=subject)
