import { Button, type ButtonProps, Group, Modal, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { ReactNode } from "react";
import { m } from "@/paraglide/messages";
import { ErrorNotice } from "./LoadState";

type Props = ButtonProps & {
  /** The text of the button that opens the dialog. */
  label: string;
  "aria-label"?: string;
  /** The question: "Cancel this run?" */
  title: string;
  /** The consequences. */
  children: ReactNode;
  /** The texts of the two answers. */
  keep: string;
  confirm: string;
  /** The action ends and deletes nothing: its button is not red. */
  isHarmless?: boolean;
  /** The title of an error: "The run was not cancelled". */
  failure: string;
  mutation: { isPending: boolean; error: unknown; reset: () => void };
  /** Starts the mutation, whose success closes the dialog. */
  onConfirm: (close: () => void) => void;
};

/** A button whose action needs a confirmation. */
export function ConfirmButton(props: Props) {
  const { label, title, children, keep, confirm, isHarmless, failure, mutation, onConfirm, ...button } =
    props;
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button
        variant="default"
        size="xs"
        aria-haspopup="dialog"
        onClick={() => {
          mutation.reset();
          open();
        }}
        {...button}
      >
        {label}
      </Button>
      <Modal
        closeButtonProps={{ "aria-label": m.shared_close() }}
        opened={opened}
        onClose={close}
        title={title}
        centered
      >
        <Text size="sm">{children}</Text>
        {mutation.error !== null && <ErrorNotice error={mutation.error} what={failure} />}
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={close} data-autofocus>
            {keep}
          </Button>
          <Button
            {...(isHarmless ? {} : { color: "red" })}
            loading={mutation.isPending}
            onClick={() => onConfirm(close)}
          >
            {confirm}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
