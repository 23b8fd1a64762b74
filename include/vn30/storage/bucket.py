"""Creates the bucket of an ``s3://`` artifact store at set-up: ``python -m vn30.storage.bucket``.

Tasks and the API never create a bucket: they need no permission to, and a wrong name is an error.
"""

import sys
from http import HTTPStatus
from urllib.parse import urlsplit

from vn30.errors import WrongInput
from vn30.settings import get_settings

_REGION_WITHOUT_NAME = "us-east-1"


def make_bucket(root_url: str) -> bool:
    """Create the bucket of an artifact store unless it exists, with the credentials of the AWS environment.

    Returns:
        Whether it was created; False for a folder.

    Raises:
        WrongInput: the bucket cannot be accessed or created; the message has the store's answer.
    """
    root = urlsplit(root_url)
    if root.scheme != "s3":
        return False
    # Not at the top: a store in a folder does not need it.
    import boto3
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        client = boto3.Session().client("s3")
        try:
            client.head_bucket(Bucket=root.netloc)
            return False
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] != HTTPStatus.NOT_FOUND:
                raise
        region = client.meta.region_name
        where = {} if region in (None, _REGION_WITHOUT_NAME) else {"LocationConstraint": region}
        client.create_bucket(Bucket=root.netloc, **({"CreateBucketConfiguration": where} if where else {}))
    except (BotoCoreError, ClientError) as error:
        raise WrongInput(
            f"The bucket of VN30_ARTIFACT_STORE, {root_url}, cannot be accessed or created: {error}. Check "
            "its name and the AWS environment (AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL), or have it created."
        ) from error
    return True


def main() -> int:
    """Create the bucket of the settings; exit status 0, or 2 with one line if that is not possible."""
    url = get_settings().artifact_root()
    try:
        created = make_bucket(url)
    except WrongInput as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{url}: {'bucket created' if created else 'nothing to create'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
