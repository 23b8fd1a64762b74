"""Makes the bucket of an ``s3://`` artifact store: ``python -m vn30.bucket``, once, to set a platform up.

Neither tasks nor the API ever make one: they need no right to, and a wrong name is an error, no new bucket.
"""

import sys
from http import HTTPStatus
from urllib.parse import urlsplit

from vn30.errors import WrongInput
from vn30.settings import get_settings

_REGION_WITHOUT_NAME = "us-east-1"


def make_bucket(root_url: str) -> bool:
    """Make the bucket of an artifact store unless it is there, with the credentials of the AWS environment.

    Returns:
        Whether one was made; there is none to make for a folder.

    Raises:
        WrongInput: it cannot be looked at or made; the message says what the store has answered.
    """
    root = urlsplit(root_url)
    if root.scheme != "s3":
        return False
    # Not at the top: folders do without.
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
            f"The bucket of VN30_ARTIFACT_STORE, {root_url}, cannot be looked at or made: {error}. Check its "
            "name and the AWS environment (AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL and so on), or have it made."
        ) from error
    return True


def main() -> int:
    """Make the bucket that the settings name; status 2, and one line, if that cannot be."""
    url = get_settings().artifact_root()
    try:
        made = make_bucket(url)
    except WrongInput as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{url}: {'its bucket is made' if made else 'nothing to make'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
